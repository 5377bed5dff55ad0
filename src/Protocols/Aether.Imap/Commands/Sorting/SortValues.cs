using Aether.Mime.Text;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Sorting;

/// <summary>
/// What one message sorts by, read from its row and its stored ENVELOPE; only what is asked for. Texts are compared folded, octet by
/// octet. RFC 5256 §3.
/// </summary>
internal sealed class SortValues
{
    private readonly long[] numbers;
    private readonly byte[]?[] texts;

    /// <param name="envelope">Empty when no key needs it.</param>
    public SortValues(int index, MessageRow row, ReadOnlySpan<byte> envelope, IReadOnlyList<SortCriterion> keys, Func<EmailId, int> scoreOf, SortNotes notes)
    {
        Index = index;
        numbers = new long[keys.Count];
        texts = new byte[]?[keys.Count];
        for (int i = 0; i < keys.Count; i++)
        {
            numbers[i] = keys[i].Key switch
            {
                SortKey.Arrival => row.InternalSeconds,
                SortKey.Size => row.Size,
                SortKey.Uid => row.Uid.Value,
                SortKey.ModSeq => row.ModSeq.Value,
                SortKey.Relevancy => -scoreOf(row.Email),
                SortKey.Date => SentSeconds(envelope) ?? row.InternalSeconds,
                _ => 0,
            };
            texts[i] = keys[i].Key switch
            {
                SortKey.Annotation => notes.Of(row.Uid, keys[i]),
                SortKey.Subject => UnicodeCasemap.Fold(BaseSubject.Of(HeaderText.Decode(EnvelopeFields.Subject(envelope)))),
                SortKey.DisplayFrom => UnicodeCasemap.Fold(EnvelopeFields.FirstDisplay(envelope, EnvelopeFields.From)),
                SortKey.DisplayTo => UnicodeCasemap.Fold(EnvelopeFields.FirstDisplay(envelope, EnvelopeFields.To)),
                SortKey.From => UnicodeCasemap.Fold(EnvelopeFields.FirstMailbox(envelope, EnvelopeFields.From)),
                SortKey.To => UnicodeCasemap.Fold(EnvelopeFields.FirstMailbox(envelope, EnvelopeFields.To)),
                SortKey.Cc => UnicodeCasemap.Fold(EnvelopeFields.FirstMailbox(envelope, EnvelopeFields.Cc)),
                _ => null,
            };
        }
    }

    /// <summary>Its place in the view: the last key of all.</summary>
    public int Index { get; }

    public static bool NeedsEnvelope(IReadOnlyList<SortCriterion> keys) => keys.Any(static key => key.Key is not (SortKey.Arrival or SortKey.Size or SortKey.Uid or SortKey.ModSeq or SortKey.Relevancy or SortKey.Annotation));

    public static int Compare(SortValues one, SortValues other, IReadOnlyList<SortCriterion> keys)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            int order = one.texts[i] is { } text ? text.AsSpan().SequenceCompareTo(other.texts[i]) : one.numbers[i].CompareTo(other.numbers[i]);
            if (order is not 0)
                return keys[i].Reverse ? -order : order;
        }

        return one.Index.CompareTo(other.Index);
    }

    private static long? SentSeconds(ReadOnlySpan<byte> envelope) =>
        MessageDate.TryParse(EnvelopeFields.Date(envelope), out var date) ? date.ToUnixTimeSeconds() : null;
}
