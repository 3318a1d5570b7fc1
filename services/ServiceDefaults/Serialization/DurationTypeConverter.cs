using System.ComponentModel;
using System.Globalization;

namespace Crawler.ServiceDefaults.Serialization;

/// <summary>Lets settings write durations as people do; the form of .NET (<c>00:00:20</c>) is read too.</summary>
internal sealed class DurationTypeConverter : TimeSpanConverter
{
    private static readonly Lazy<TypeDescriptionProvider> Registration = new(() =>
        TypeDescriptor.AddAttributes(typeof(TimeSpan), new TypeConverterAttribute(typeof(DurationTypeConverter))));

    /// <summary>
    /// Makes this the converter of <see cref="TimeSpan"/> for the process; a second call does nothing.
    /// </summary>
    public static void Register() => _ = Registration.Value;

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text && DurationText.TryParse(text, out var duration)
            ? duration
            : base.ConvertFrom(context, culture, value);
}
