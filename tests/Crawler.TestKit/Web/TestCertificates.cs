using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Crawler.TestKit.Web;

/// <summary>Certificates made by the test itself: an authority, and what it signs.</summary>
public sealed class TestCertificates : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _root = CreateAuthority("CN=Test Root", issuer: null);

    /// <summary>The authority's own certificate in PEM, for those who are to trust it.</summary>
    public string RootPem => _root.ExportCertificatePem();

    public X509Certificate2 Root => _root;

    /// <summary>What a server shows that does everything right, or one thing wrong.</summary>
    public X509Certificate2 Leaf(
        string[] names,
        string subject = "CN=leaf",
        X509Certificate2? issuer = null,
        TimeSpan? endsIn = null,
        params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build(critical: subject.Length == 0));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var signed = Sign(request, issuer ?? _root, endsIn ?? TimeSpan.FromDays(30));
        return Exportable(signed.CopyWithPrivateKey(key));
    }

    /// <summary>A certificate that vouches for itself.</summary>
    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        var now = TimeProvider.System.GetUtcNow();
        return Exportable(request.CreateSelfSigned(now.AddDays(-60), now.AddDays(30)));
    }

    /// <summary>An authority, signed by another or by itself.</summary>
    public static X509Certificate2 CreateAuthority(string subject, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        if (issuer is null)
        {
            return request.CreateSelfSigned(now.AddDays(-365), now.AddDays(365));
        }

        using var signed = Sign(request, issuer, TimeSpan.FromDays(300));
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>Where the issuer's certificate is said to be had.</summary>
    public static X509Extension IssuerAt(string url) =>
        new X509AuthorityInformationAccessExtension(ocspUris: null, [url]);

    /// <summary>Where the state of the certificate is said to be had.</summary>
    public static X509Extension StateAt(string url) =>
        new X509AuthorityInformationAccessExtension([url], caIssuersUris: null);

    /// <summary>Where the list of revoked certificates is said to be had.</summary>
    public static X509Extension RevocationListAt(string url) =>
        CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([url]);

    /// <summary>For a server that shows this certificate, and those between it and a root.</summary>
    public static SslServerAuthenticationOptions Server(
        X509Certificate2 leaf,
        X509Certificate2Collection? between = null,
        SslProtocols protocols = SslProtocols.None) => new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, between, offline: true),
            EnabledSslProtocols = protocols,
        };

    public void Dispose() => _root.Dispose();

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 issuer, TimeSpan endsIn)
    {
        var now = TimeProvider.System.GetUtcNow();
        var serial = RandomNumberGenerator.GetBytes(12);
        serial[0] &= 0x7F;
        var issuersEnd = new DateTimeOffset(issuer.NotAfter);
        using var key = issuer.GetECDsaPrivateKey()!;

        // By name and key: the overload that takes a certificate would refuse an issuer that may not be one.
        return request.Create(
            issuer.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            now.AddDays(-60),
            now + endsIn < issuersEnd ? now + endsIn : issuersEnd,
            serial);
    }

    /// <summary>TLS on some platforms cannot use a key that lives in memory alone.</summary>
    private static X509Certificate2 Exportable(X509Certificate2 certificate)
    {
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
