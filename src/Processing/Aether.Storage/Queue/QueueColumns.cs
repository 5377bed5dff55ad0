using System.Text.Json;
using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>Reads columns of the queue whatever stands in them: one bad row must not keep the others from being listed (case R08).</summary>
internal static class QueueColumns
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <param name="json">What <see cref="Write"/> made of it, or what damage made of that.</param>
    public static QueueEnvelope ReadEnvelope(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, QueueJson.Default.QueueEnvelope) ?? new QueueEnvelope { IsDamaged = true };
        }
        catch (JsonException)
        {
            return new QueueEnvelope { IsDamaged = true };
        }
    }

    public static string Write(QueueEnvelope envelope) => JsonSerializer.Serialize(envelope, QueueJson.Default.QueueEnvelope);

    /// <param name="milliseconds">Since 1970; what no calendar has is taken for its first or last day.</param>
    public static DateTimeOffset ReadTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Earliest, Latest));
}
