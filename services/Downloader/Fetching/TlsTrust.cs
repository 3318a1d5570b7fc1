using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Crawler.Downloader.Fetching;

/// <summary>
/// Which certificates a server may show: those under the system's roots, and under the operator's own.
/// </summary>
/// <remarks>
/// A certificate is text of the server's, and may name addresses where its issuer, its revocation list or its status
/// are to be had. None of them is asked: such a request would be made beside <see cref="CheckedConnector"/>, to
/// wherever the server says. So a chain must be sent whole, and a revoked certificate counts until it expires.
/// </remarks>
internal static class TlsTrust
{
    /// <summary>RFC 5280 section 4.2.1.12: id-kp-serverAuth.</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <param name="rootsFile">PEM certificates that are trusted beside the system's; null for none.</param>
    public static X509ChainPolicy PolicyOf(string? rootsFile)
    {
        var policy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (rootsFile is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(SystemRoots());
            policy.CustomTrustStore.ImportFromPemFile(rootsFile);
        }

        return policy;
    }

    /// <summary>Whether a file holds at least one certificate that can be read.</summary>
    public static bool CanRead(string rootsFile)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(rootsFile);
            return roots.Count > 0;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static X509Certificate2Collection SystemRoots()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        return store.Certificates;
    }
}
