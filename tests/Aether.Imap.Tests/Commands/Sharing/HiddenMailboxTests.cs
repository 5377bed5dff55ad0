using Aether.Protocol.Imap;

namespace Aether.Imap.Tests.Commands.Sharing;

/// <summary>Every command of the matrix by who has no right, never had one, or has none any more (case I07). RFC 4314 §4.</summary>
public sealed class HiddenMailboxTests(AccessServer server) : IClassFixture<AccessServer>
{
    private const string Nothing = "Top/Nothing";

    public static TheoryData<int> Rows => AccessMatrix.Numbers;

    [Theory, MemberData(nameof(Rows))]
    public async Task Who_has_no_right_hears_what_he_hears_of_nothing(int at)
    {
        int client = await server.SessionOfAsync("bob@x.test");
        string closed = await server.NewBoxAsync();
        await SameAsNothingAsync(client, AccessMatrix.Rows[at], closed);
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Everybody_does_not_mean_those_of_other_tenants(int at)
    {
        int client = await server.SessionOfAsync("eve@y.test");
        string open = await server.NewBoxAsync();
        await server.GrantAllAsync(open, AclRights.All);
        await SameAsNothingAsync(client, AccessMatrix.Rows[at], open);
        await server.GrantAllAsync(open, AclRights.None);
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Rights_taken_meanwhile_count_at_once(int at)
    {
        var row = AccessMatrix.Rows[at];
        if (row.Open is not "THEIRS")
            return; // it names the mailbox itself: AccessMatrixTests took its rights just before
        int client = await server.EnterAsync("bob@x.test"); // the session ends with the test
        string name = await server.NewBoxAsync();
        await server.GrantBobAsync(name, AclRights.All);
        Assert.Contains("x OK", await server.AskAsync(client, $"x SELECT {AccessServer.Foreign(name)}"), StringComparison.Ordinal);
        await server.GrantBobAsync(name, AclRights.None);
        Assert.Contains("y NO [NOPERM]", await server.AskAsync(client, "y " + row.Command), StringComparison.Ordinal);
    }

    private async Task SameAsNothingAsync(int client, AccessRow row, string name)
    {
        string hidden = await server.TellAsync(client, row, name);
        Assert.Equal(await server.TellAsync(client, row, Nothing), hidden.Replace(name, Nothing, StringComparison.Ordinal));
    }
}
