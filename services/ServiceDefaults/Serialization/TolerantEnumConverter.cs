using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crawler.ServiceDefaults.Serialization;

/// <summary>
/// Reads an enum's unknown names as <c>Other</c>, so that a newer sender's message does not stop an older consumer.
/// </summary>
internal sealed class TolerantEnumConverter : JsonConverterFactory
{
    private const string Other = nameof(Other);

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsEnum && Enum.GetNames(typeToConvert).Contains(Other, StringComparer.Ordinal);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TEnum> : JsonConverter<TEnum>
        where TEnum : struct, Enum
    {
        private static readonly TEnum Unknown = Enum.Parse<TEnum>(Other);

        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException($"must be one of {string.Join(", ", Enum.GetNames<TEnum>())}");
            }

            return Enum.TryParse<TEnum>(reader.GetString(), ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value : Unknown;
        }

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
