using System.ComponentModel.DataAnnotations;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>Where the broker is and how its queues are made; read where <c>Messaging:Transport</c> is RabbitMq.</summary>
public sealed class RabbitMqOptions : IValidatableObject
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Messaging:RabbitMq";

    /// <summary>The broker's host name or address.</summary>
    [Required, StringLength(255, MinimumLength = 1)]
    public string Host { get; set; } = "localhost";

    /// <summary>The broker's port; with TLS usually 5671. Default 5672.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 5_672;

    /// <summary>The virtual host that holds the installation's queues. Default <c>/</c>.</summary>
    [Required, StringLength(255, MinimumLength = 1)]
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user's name; it must be given.</summary>
    [StringLength(255)]
    public string? User { get; set; }

    /// <summary>The user's password; it must be given. From the environment, not from a file that is shared.</summary>
    [StringLength(1_024)]
    public string? Password { get; set; }

    /// <summary>Whether the connection is encrypted. Default false.</summary>
    public bool Tls { get; set; }

    /// <summary>The name that the broker's certificate must bear; <see cref="Host"/> unless it is given.</summary>
    [StringLength(255)]
    public string? TlsServerName { get; set; }

    /// <summary>A PEM file of the authorities that may have signed it; the system's unless it is given.</summary>
    public string? TlsAuthorityFile { get; set; }

    /// <summary>A PEM file with the certificate by which this process proves who it is.</summary>
    public string? TlsCertificateFile { get; set; }

    /// <summary>The PEM file of that certificate's private key.</summary>
    public string? TlsKeyFile { get; set; }

    /// <summary>
    /// A connection over which nothing came for about twice this long is taken for dead. Default 15 s; 1 s to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long an answer of the broker to a declaration is waited for, before the channel is given up. What is asked of
    /// a connection at the moment in which it breaks is never answered. Default 10 s; 1 s to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ContinuationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often the broker delivers a message whose consumer went away without an answer, before it lays it into the
    /// error queue. A queue keeps the value with which it was made. Default 20; 1 to 1,000.
    /// </summary>
    [Range(1, 1_000)]
    public int DeliveryLimit { get; set; } = 20;

    /// <summary>
    /// How many messages an endpoint has at hand beyond those that it works on, as a percentage of them; at least one.
    /// Default 25; 0 to 1,000.
    /// </summary>
    [Range(0, 1_000)]
    public int PrefetchHeadroom { get; set; } = 25;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(User) || string.IsNullOrEmpty(Password))
        {
            yield return new ValidationResult(
                "Messaging:RabbitMq:User and Messaging:RabbitMq:Password must be given for the transport RabbitMq.");
        }

        if (!Tls && (TlsServerName ?? TlsAuthorityFile ?? TlsCertificateFile ?? TlsKeyFile) is not null)
        {
            yield return new ValidationResult("Messaging:RabbitMq:Tls must be true for the other settings of TLS.");
        }

        if (TlsCertificateFile is null != TlsKeyFile is null)
        {
            yield return new ValidationResult(
                "Messaging:RabbitMq:TlsCertificateFile and Messaging:RabbitMq:TlsKeyFile are given together.");
        }

        foreach (var file in new[] { TlsAuthorityFile, TlsCertificateFile, TlsKeyFile }.OfType<string>())
        {
            if (!File.Exists(file))
            {
                yield return new ValidationResult($"Messaging:RabbitMq: the file '{file}' cannot be found.");
            }
        }
    }
}
