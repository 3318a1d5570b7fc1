using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

using MassTransit;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>An encrypted connection to the broker.</summary>
internal static class RabbitMqTls
{
    public static void Configure(IRabbitMqSslConfigurator tls, RabbitMqOptions options)
    {
        // The system decides which versions are good enough.
        tls.Protocol = SslProtocols.None;
        tls.ServerName = options.TlsServerName ?? options.Host;
        if (options.TlsCertificateFile is { } certificate)
        {
            tls.Certificate = X509Certificate2.CreateFromPemFile(certificate, options.TlsKeyFile);
        }

        if (options.TlsAuthorityFile is { } authorities)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(authorities);
            tls.CertificateValidationCallback = (_, presented, chain, errors) =>
                IsSignedBy(trusted, presented, chain, errors);
        }
    }

    private static bool IsSignedBy(
        X509Certificate2Collection trusted, X509Certificate? presented, X509Chain? sent, SslPolicyErrors errors)
    {
        if (presented is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in sent?.ChainElements.Skip(1) ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var certificate = new X509Certificate2(presented);
        return chain.Build(certificate);
    }
}
