using System.Globalization;
using System.Text;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Sharing;

namespace Aether.Imap.Tests.Commands.Sharing;

/// <summary>One server for all rows of the matrix: ann with a mailbox Top, bob of her domain, eve of another; each row has mailboxes of its own.</summary>
public class AccessServer : IAsyncLifetime
{
    private readonly Dictionary<string, int> sessions = [];
    private ImapTestServer server = null!;
    private AccountId bob;
    private int lastClient = 1;
    private int lastBox;

    /// <summary>What everybody near ann may do with Top.</summary>
    protected virtual string OnTop => string.Empty;

    public async ValueTask InitializeAsync()
    {
        server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.Store.Store.Mailboxes.CreateAsync(server.Account.Id, "Top", SpecialUse.None, CancellationToken.None);
        if (OnTop.Length > 0)
            await server.ShareAsync("Top", null, OnTop);
        bob = (await server.Store.AddAccountAsync("bob@x.test", ImapTestServer.PasswordRecord)).Id;
        await server.Store.AddAccountAsync("eve@y.test", ImapTestServer.PasswordRecord);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The session of somebody, begun when it is first asked for.</summary>
    /// <returns>The number of the client.</returns>
    internal async Task<int> SessionOfAsync(string address)
    {
        if (!sessions.TryGetValue(address, out int client))
            sessions[address] = client = await EnterAsync(address);
        return client;
    }

    /// <summary>Logs somebody in.</summary>
    /// <returns>The number of the client.</returns>
    internal async Task<int> EnterAsync(string address)
    {
        int client = ++lastClient;
        await server.PlayAsync($"""
            S{client}: * OK [CAPABILITY *
            C{client}: l LOGIN {address} secret
            S{client}: l OK [CAPABILITY *
            """);
        return client;
    }

    /// <summary>A mailbox of ann's that nobody else has rights on, with a message that is marked as deleted.</summary>
    internal async Task<string> NewBoxAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"Top/Box{++lastBox}");
        await server.Store.Store.Mailboxes.CreateAsync(server.Account.Id, name, SpecialUse.None, CancellationToken.None);
        await GrantAsync(name, null, AclRights.None);
        await server.Store.AppendAsync(server.Account.Id, (await server.Store.FindMailboxAsync(server.Account.Id, name)).Id, "Subject: x\r\n\r\nx\r\n", SystemFlags.Deleted);
        return name;
    }

    internal Task GrantBobAsync(string name, AclRights rights) => GrantAsync(name, bob, rights);

    internal Task GrantAllAsync(string name, AclRights rights) => GrantAsync(name, null, rights);

    /// <summary>What came of it says whether it was allowed.</summary>
    internal async Task<bool> IsDoneAsync(AccessRow row, string name, string said) => row.Empties
        ? (await server.Store.FindMailboxAsync(server.Account.Id, name)).Counters.Messages is 0
        : said.Contains("y OK", StringComparison.Ordinal) && said.Contains(row.Shows, StringComparison.Ordinal);

    /// <summary>Runs a row and gives all that was said.</summary>
    internal async Task<string> TellAsync(int client, AccessRow row, string name)
    {
        if (row.Open is "INBOX")
            await AskAsync(client, "w APPEND INBOX {10+}\r\nSubject: b");
        string opened = row.Open is { } open ? await AskAsync(client, $"x SELECT {Named(open, name)}") : "x OK";
        if (!opened.Contains("x OK", StringComparison.Ordinal))
            return opened;
        string command = row.Verb is "UID REPLACE" ? row.Command.Replace("UID REPLACE 1", "UID REPLACE " + Last(opened), StringComparison.Ordinal) : row.Command;
        string said = await AskAsync(client, "y " + Named(command, name));
        if (row.Verb is "NOTIFY")
            await AskAsync(client, "z NOTIFY NONE");
        if (row.Open is not null && row.Verb is not "CLOSE")
            await AskAsync(client, "z UNSELECT");
        return said;
    }

    /// <summary>Sends a line and reads up to the reply to it.</summary>
    internal async Task<string> AskAsync(int client, string command)
    {
        await server.Client(client).SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        var said = new StringBuilder();
        string tag = command[..2];
        while (await server.Client(client).ReadLineAsync() is { } line)
        {
            said.Append(line).Append('\n');
            if (line.StartsWith(tag, StringComparison.Ordinal))
                break;
        }

        return said.ToString();
    }

    internal static string Foreign(string name) => "Users/ann@x.test/" + name;

    private async Task GrantAsync(string name, AccountId? grantee, AclRights rights) => await server.Store.Store.Acl.SetAsync(
        server.Account.Id, (await server.Store.FindMailboxAsync(server.Account.Id, name)).Id, new AclChange(grantee, AclMode.Replace, rights, IsDenial: false), CancellationToken.None);

    /// <summary>The highest UID of a mailbox just opened.</summary>
    private static string Last(string opened)
    {
        const string Next = "[UIDNEXT ";
        int start = opened.IndexOf(Next, StringComparison.Ordinal) + Next.Length;
        return (int.Parse(opened.AsSpan(start, opened.IndexOf(']', start) - start), CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture);
    }

    private static string Named(string text, string name) => text.Replace("THEIRS", Foreign(name), StringComparison.Ordinal).Replace("NEW", Foreign(name) + "New", StringComparison.Ordinal);
}
