namespace Aether.Protocol.Imap;

/// <summary>The arguments of SELECT and EXAMINE. RFC 4466 §2.4, RFC 7162 §3.1.8, §3.2.5.</summary>
/// <param name="CondStore">The client wants mod-sequences from now on.</param>
/// <param name="Resync">What the client knows of the mailbox; null when it does not say.</param>
public sealed record SelectArguments(string Mailbox, bool CondStore, ResyncPoint? Resync)
{
    private const int MaxRanges = 32 * 1024;

    /// <summary>The client wants to hear which annotations others change. RFC 5257 §4.2.</summary>
    public bool Annotate { get; init; }

    public static bool TryParse(ref ArgumentReader reader, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SelectArguments? arguments)
    {
        arguments = null;
        if (!reader.TrySpace() || !reader.TryMailbox(out string? mailbox))
            return false;
        bool condStore = false;
        bool annotate = false;
        ResyncPoint? resync = null;
        if (!reader.AtEnd)
        {
            if (!reader.TrySpace() || !reader.TryOpen())
                return false;
            do
            {
                if (reader.TryWord("CONDSTORE"u8))
                    condStore = true;
                else if (reader.TryWord("ANNOTATE"u8))
                    annotate = true;
                else if (resync is not null || !reader.TryWord("QRESYNC"u8) || !TryResync(ref reader, out resync))
                    return false;
            }
            while (reader.TrySpace());
            if (!reader.TryClose() || !reader.AtEnd)
                return false;
        }

        arguments = new SelectArguments(mailbox, condStore, resync) { Annotate = annotate };
        return true;
    }

    /// <summary>SP "(" uidvalidity SP modseq [SP known-uids] [SP "(" numbers SP uids ")"] ")".</summary>
    private static bool TryResync(ref ArgumentReader reader, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ResyncPoint? point)
    {
        point = null;
        if (!reader.TrySpace() || !reader.TryOpen() || !reader.TryNumber(out uint validity) || validity is 0 || !reader.TrySpace() || !reader.TryNumber64(out long since) || since is 0)
            return false;
        SequenceSet? known = null;
        while (reader.TrySpace())
        {
            if (reader.TryOpen())
            {
                // The pairs only help a server that has forgotten what vanished: ours can tell without.
                if (!reader.TrySequenceSet(MaxRanges, out _) || !reader.TrySpace() || !reader.TrySequenceSet(MaxRanges, out _) || !reader.TryClose())
                    return false;
            }
            else if (known is not null || !reader.TrySequenceSet(MaxRanges, out known))
            {
                return false;
            }
        }

        point = new ResyncPoint(validity, since, known);
        return reader.TryClose();
    }
}
