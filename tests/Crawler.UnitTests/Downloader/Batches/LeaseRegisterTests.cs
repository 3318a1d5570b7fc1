using Crawler.Downloader.Batches;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Batches;

public sealed class LeaseRegisterTests
{
    private readonly LeaseRegister _leases = new();
    private readonly Guid _lease = Guid.NewGuid();

    [Fact]
    public void Lease_IsNewThenBegunThenAnswered()
    {
        _leases.Begin(_lease).ShouldBe(LeaseSight.New);
        _leases.Begin(_lease).ShouldBe(LeaseSight.Begun);
        _leases.Begun().ShouldBe([_lease]);

        _leases.End(_lease);

        _leases.Begin(_lease).ShouldBe(LeaseSight.Answered);
        _leases.Begun().ShouldBeEmpty();
    }

    [Fact]
    public void ManyLeases_ForgetTheFirst()
    {
        _leases.Begin(_lease);
        _leases.End(_lease);
        for (var i = 0; i < 10_000; i++)
        {
            _leases.End(Guid.NewGuid());
        }

        _leases.Begin(_lease).ShouldBe(LeaseSight.New);
    }
}
