using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Crawler.TestKit.Brokers;

/// <summary>An authority, and the certificate that it gave to the tests' broker.</summary>
internal static class BrokerCertificates
{
    /// <summary>Writes <c>authority.pem</c>, <c>broker.pem</c> and <c>broker-key.pem</c>.</summary>
    public static void Write(TemporaryFolder folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Crawler tests", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(true, false, 0, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=broker.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("broker.example");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            authority, now.AddMinutes(-30), now.AddHours(12), RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(folder.File("authority.pem"), authority.ExportCertificatePem());
        File.WriteAllText(folder.File("broker.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("broker-key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
