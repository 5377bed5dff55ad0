using Aether.Configuration.Schema;
using Aether.Storage.Certificates;
using Aether.Testing.Servers;
using Aether.Tls.Acme;

namespace Aether.Tls.Tests.Acme;

/// <summary>Nodes on one store: one orders, any answers the authority, all serve what it gave.</summary>
public sealed class ClusterTests : IAsyncDisposable
{
    private readonly AcmeNode first;
    private readonly AcmeNode second;

    public ClusterTests()
    {
        first = new AcmeNode();
        second = new AcmeNode(first);
    }

    public async ValueTask DisposeAsync()
    {
        await second.DisposeAsync();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task One_node_fetches_and_the_others_take_it_in()
    {
        var (acme, certificates) = first.Open(static options => options, "mail.test");
        var (other, served) = second.Open(static options => options, "mail.test");
        await acme.LookAsync(default);
        Assert.True(await second.Copy.FollowAsync(default));
        Assert.False(await second.Copy.FollowAsync(default));
        Assert.Equal(certificates.Facts[0].Thumbprint, served.Facts[0].Thumbprint);

        first.Store.Clock.Advance(TimeSpan.FromDays(80));
        await other.LookAsync(default);
        await acme.LookAsync(default);
        Assert.Equal(2, first.Authority.Issued);
        Assert.Equal(served.Facts[0].Thumbprint, certificates.Facts[0].Thumbprint);
    }

    [Fact]
    public async Task While_one_node_orders_no_other_does()
    {
        var (other, _) = second.Open(static options => options, "mail.test");
        await using (await AcmeTurn.TryTakeAsync(first.Store.Store.Leases, first.Store.Clock, default))
        {
            await other.LookAsync(default);
            Assert.Contains("Another node", (await Assert.ThrowsAsync<AcmeException>(() => other.RenewAsync("asked", default))).Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, first.Authority.Issued);
        await other.LookAsync(default);
        Assert.Equal(1, first.Authority.Issued);
    }

    [Fact]
    public async Task After_a_failure_no_node_tries_before_its_time()
    {
        var (acme, _) = first.Open(static options => options, "mail.test");
        var (other, _) = second.Open(static options => options, "mail.test");
        first.Authority.IsAway = true;
        await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default));
        first.Authority.IsAway = false;
        await other.LookAsync(default);
        Assert.Equal(0, first.Authority.Issued);
        Assert.Equal((1, 1), (acme.FailedAttempts, other.FailedAttempts));

        first.Store.Clock.Advance(other.NextLook);
        await other.LookAsync(default);
        Assert.Equal(1, first.Authority.Issued);
    }

    [Theory]
    [InlineData(AcmeProof.Http)]
    [InlineData(AcmeProof.Tls)]
    public async Task Any_node_answers_the_authority(AcmeProof proof)
    {
        await using var asked = new AcmeNode(first) { Proof = proof, IsShared = true };
        await using var orders = new AcmeNode(first) { Proof = proof, IsShared = true };
        Assert.Null(await asked.Challenges.FindAsync("token", default));
        Assert.False(await asked.Challenges.ExpectHandshakesAsync(default));

        var told = proof is AcmeProof.Http ? orders.Challenges.AddAsync("token", "token.print", default) : orders.Challenges.AddHandshakeAsync("mail.test", "token.print", default);
        await Eventually.IsTrueAsync(
            () =>
            {
                first.Store.Clock.Advance(TimeSpan.FromSeconds(0.5));
                return told.IsCompleted;
            },
            "no node remembers any more that there was none");
        await told;
        if (proof is AcmeProof.Http)
        {
            Assert.Equal("token.print", await asked.Challenges.FindAsync("token", default));
            Assert.Null(await asked.Challenges.FindAsync("TOKEN", default));
            await orders.Challenges.RemoveAsync("token");
        }
        else
        {
            Assert.True(await asked.Challenges.ExpectHandshakesAsync(default));
            Assert.NotNull(await asked.Challenges.FindHandshakeAsync("MAIL.test", default));
            await orders.Challenges.RemoveHandshakeAsync("mail.test");
        }

        first.Store.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await asked.Challenges.FindAsync("token", default));
        Assert.False(await asked.Challenges.ExpectHandshakesAsync(default));
        Assert.Null(await asked.Challenges.FindHandshakeAsync("mail.test", default));
    }

    [Fact]
    public async Task What_another_key_sealed_is_no_certificate()
    {
        var (acme, certificates) = first.Open(static options => options, "mail.test");
        await first.Store.Store.Certificates.SetAsync(CertificateItemKind.Certificate, "acme", "certificate:2:other|e30=", null, default);
        Assert.False(await first.Copy.FollowAsync(default));
        await acme.LookAsync(default);
        Assert.Equal("CN=Test authority", certificates.Facts[0].Issuer);
    }
}
