using System.Collections.Concurrent;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Rates;

/// <summary>
/// Puts the first mail of a stranger off: a mail server comes back, most of what sends spam does not (RFC 6647). Who has come
/// back is known from then on, by network and sender's domain, and goes through at once. It is kept in memory: after a start
/// strangers are put off once more.
/// </summary>
internal sealed class Greylist(GreylistOptions options, TimeProvider clock)
{
    private const int MaxEntries = 200_000;
    private readonly ConcurrentDictionary<(string Network, string Sender, string Recipient), DateTimeOffset> first = new();
    private readonly ConcurrentDictionary<(string Network, string Domain), DateTimeOffset> known = new();

    /// <returns>The reply that puts the recipient off, or null.</returns>
    public SmtpReply? Check(SmtpSession session, Mailbox recipient)
    {
        if (options.Wait <= TimeSpan.Zero || session.Options.Kind is not SmtpListenerKind.Mx || session.Peer.Exempt || session.Login is not null)
            return null;
        var now = clock.GetUtcNow();
        var network = ReceivingRates.Keys(session.Peer.Remote.Address).Network;
        var sender = session.Transaction!.Mail.Sender?.ToString().ToLowerInvariant() ?? "";
        var regular = (network, sender[(sender.LastIndexOf('@') + 1)..]);
        if (known.TryGetValue(regular, out var until) && until > now)
        {
            known[regular] = now + options.Remember;
            return null;
        }

        MakeRoom(now);
        var since = first.GetOrAdd((network, sender, recipient.ToString().ToLowerInvariant()), now);
        if (now - since > options.Patience)
            first[(network, sender, recipient.ToString().ToLowerInvariant())] = since = now; // it took too long: that was no retry
        if (now - since < options.Wait)
            return Replies.Greylisted;
        known[regular] = now + options.Remember;
        return null;
    }

    /// <summary>Both tables are bounded: what is over goes first, then everything.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        if (first.Count >= MaxEntries)
        {
            foreach (var (key, since) in first)
            {
                if (now - since > options.Patience)
                    first.TryRemove(key, out _);
            }

            if (first.Count >= MaxEntries)
                first.Clear();
        }

        if (known.Count >= MaxEntries)
        {
            foreach (var (key, until) in known)
            {
                if (until <= now)
                    known.TryRemove(key, out _);
            }

            if (known.Count >= MaxEntries)
                known.Clear();
        }
    }
}
