using Aether.Imap.Commands;
using Aether.Protocol.Imap;

namespace Aether.Imap.Tests.Commands.Sharing;

/// <summary>
/// Every command of the table against every right, one taken at a time: who lacks one that it needs is refused, who lacks another is
/// not (case I07). A command that is neither in the matrix nor among those that touch no mailbox fails here. RFC 4314 §4.
/// </summary>
public sealed class AccessMatrixTests(OpenAccessServer server) : IClassFixture<OpenAccessServer>
{
    public static TheoryData<int> Rows => AccessMatrix.Numbers;

    [Fact]
    public void No_command_is_left_out()
    {
        var known = AccessMatrix.Rows.Select(static row => row.Verb).Concat(AccessMatrix.OfNoMailbox).ToHashSet();
        Assert.All(new CommandTable().Entries, entry => Assert.Contains(entry.Verb, known));
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task A_command_needs_its_rights_and_no_others(int at)
    {
        var row = AccessMatrix.Rows[at];
        int client = await server.SessionOfAsync("bob@x.test");
        foreach (var taken in AclRightsText.Each.Prepend(AclRights.None))
        {
            string name = await server.NewBoxAsync();
            await server.GrantBobAsync(name, AclRights.All & ~taken);
            string said = await server.TellAsync(client, row, name);
            bool allowed = await server.IsDoneAsync(row, name, said);
            bool expected = (row.Needs & taken) is AclRights.None;
            Assert.True(allowed == expected, $"{row.Command} without {(taken is AclRights.None ? "nothing" : AclRightsText.LetterOf(taken))} was {(allowed ? "allowed" : "refused")}:\n{said}");
        }

        // With what it needs and nothing else it is allowed too.
        string just = await server.NewBoxAsync();
        await server.GrantBobAsync(just, row.Just ?? row.Needs | AclRights.Lookup);
        string enough = await server.TellAsync(client, row, just);
        Assert.True(await server.IsDoneAsync(row, just, enough), $"{row.Command} with just what it needs:\n{enough}");
    }
}
