using Aether.Mime.Text;
using Aether.Protocol.Imap;

namespace Aether.Storage.Search;

/// <summary>The day in the Date field, time and zone passed over; it is the first value of the stored ENVELOPE. RFC 3501 §6.4.4 SENTON.</summary>
internal static class SentDay
{
    /// <returns>The day's number, or 0 when there is none.</returns>
    public static int Of(ReadOnlySpan<byte> envelope)
    {
        var reader = new ArgumentReader(envelope);
        return reader.TryOpen() && reader.TryNString(out var date) && MessageDate.TryParse(date, out var moment) ? DateOnly.FromDateTime(moment.DateTime).DayNumber : 0;
    }
}
