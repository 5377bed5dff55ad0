using System.Diagnostics.CodeAnalysis;
using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Accounts;
using Aether.Storage.Quotas;

namespace Aether.Imap.Commands.Quotas;

/// <summary>SETQUOTA: administrators set limits; what is not named has none any more. RFC 9208 §4.1.3.</summary>
internal sealed class SetQuotaCommand : IImapCommand
{
    private const int MaxResources = 16;

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input.Arguments.Span, out string root, out var resources))
            return ImapReply.Syntax("SETQUOTA root (resource limit ...)");
        if (!session.Offers("QUOTASET") || !await QuotaRoots.IsAdministratorAsync(session, ct))
            return ImapReply.No("NOPERM", "Quotas are set by the administrator.");
        if (await QuotaRoots.FindAsync(session, root, ct) is not { } quota)
            return ImapReply.No("NONEXISTENT", "There is no such quota root.");
        if (!TryLimit(quota.Owner, resources, out var limit))
            return ImapReply.No("CANNOT", "Limits are set above 0, of STORAGE, MESSAGE, and of an account MAILBOX.");
        if (await session.Store.Quotas.SetAsync(quota.Owner, quota.Name, limit, ct) is not DirectoryResult.Done)
            return ImapReply.No("NONEXISTENT", "There is no such quota root.");
        if (await QuotaRoots.FindAsync(session, root, ct) is { } now)
            QuotaLines.Write(session, root, now);
        return ImapReply.Ok("Set.");
    }

    /// <summary>A limit of nothing at all can't be set here: 0 is written for none.</summary>
    private static bool TryLimit(QuotaOwner owner, List<(string Resource, long Limit)> resources, out QuotaLimit limit)
    {
        limit = default;
        foreach (var (resource, most) in resources)
        {
            if (most is <= 0 or > long.MaxValue / 1024)
                return false;
            switch (resource)
            {
                case "STORAGE":
                    limit = limit with { Bytes = most * 1024 };
                    break;
                case "MESSAGE":
                    limit = limit with { Messages = most };
                    break;
                case "MAILBOX" when owner is QuotaOwner.Account:
                    limit = limit with { Mailboxes = most };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> arguments, out string root, [NotNullWhen(true)] out List<(string Resource, long Limit)>? resources)
    {
        (root, resources) = (string.Empty, null);
        var reader = new ArgumentReader(arguments);
        if (!reader.TrySpace() || !reader.TryAString(out var name) || !reader.TrySpace() || !reader.TryOpen())
            return false;
        root = Encoding.Latin1.GetString(name);
        var found = new List<(string, long)>();
        while (!reader.NextIs((byte)')'))
        {
            if (found.Count >= MaxResources || (found.Count > 0 && !reader.TrySpace()) || !reader.TryAtom(out var resource) || !reader.TrySpace() || !reader.TryNumber64(out long most))
                return false;
            found.Add((Encoding.ASCII.GetString(resource).ToUpperInvariant(), most));
        }

        resources = found;
        return reader.TryClose() && reader.AtEnd;
    }
}
