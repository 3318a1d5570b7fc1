using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Hosting;

/// <summary>Binds a section of the settings to an options class and checks it when the host starts.</summary>
public static class OptionsRegistration
{
    /// <summary>
    /// Registers <typeparamref name="TOptions"/> from <paramref name="section"/>. A value out of range stops the start
    /// with an
    /// <see cref="OptionsValidationException"/> that names the setting.
    /// </summary>
    public static IServiceCollection AddCrawlerOptions<TOptions, TValidator>(
        this ICrawlerBuilder builder, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        builder.Services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        return builder.Services;
    }
}
