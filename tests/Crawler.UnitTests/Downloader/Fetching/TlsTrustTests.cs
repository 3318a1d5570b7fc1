using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

using Crawler.Downloader.Fetching;
using Crawler.TestKit;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Fetching;

public sealed class TlsTrustTests
{
    [Fact]
    public void OperatorsRoots_AreTrustedBesideTheSystems()
    {
        using var certificates = new TestCertificates();
        using var folder = new TemporaryFolder();
        var file = folder.File("roots.pem");
        File.WriteAllText(file, certificates.RootPem);

        var own = TlsTrust.PolicyOf(file);
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);

        own.CustomTrustStore.Select(root => root.Thumbprint)
            .ShouldBe([.. store.Certificates.Select(root => root.Thumbprint), certificates.Root.Thumbprint],
                ignoreOrder: true);
        Verifies(own, certificates).ShouldBeTrue();
        Verifies(TlsTrust.PolicyOf(rootsFile: null), certificates).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhateverACertificateNames_IsNotAsked(bool hasOwnRoots)
    {
        using var certificates = new TestCertificates();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("roots.pem"), certificates.RootPem);

        var policy = TlsTrust.PolicyOf(hasOwnRoots ? folder.File("roots.pem") : null);

        policy.DisableCertificateDownloads.ShouldBeTrue();
        policy.RevocationMode.ShouldBe(X509RevocationMode.NoCheck);
    }

    /// <summary>All connections share one policy; a handshake that left its certificates in it would be a leak.</summary>
    [Fact]
    public async Task Handshakes_LeaveNothingInThePolicy()
    {
        using var certificates = new TestCertificates();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("roots.pem"), certificates.RootPem);
        var policy = TlsTrust.PolicyOf(folder.File("roots.pem"));
        var trusted = policy.CustomTrustStore.Count;
        using var between = TestCertificates.CreateAuthority("CN=Between", certificates.Root);
        var tls = TestCertificates.Server(certificates.Leaf(["a.example"], issuer: between), [between]);
        await using var host = new RawHost(tls);

        for (var i = 0; i < 3; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host.EndPoint);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "a.example",
                CertificateChainPolicy = policy,
            });
        }

        policy.ExtraStore.Count.ShouldBe(0);
        policy.CustomTrustStore.Count.ShouldBe(trusted);
    }

    [Fact]
    public void FileWithoutCertificate_CannotBeRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.pem"), "no certificate");

        TlsTrust.CanRead(folder.File("text.pem")).ShouldBeFalse();
        TlsTrust.CanRead(folder.File("missing.pem")).ShouldBeFalse();
    }

    private static bool Verifies(X509ChainPolicy policy, TestCertificates certificates)
    {
        using var leaf = certificates.Leaf(["a.example"]);
        using var chain = new X509Chain { ChainPolicy = policy.Clone() };
        return chain.Build(leaf);
    }
}
