using Aether.Storage.Bodies;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>The arguments that several functions on messages take.</summary>
internal static class MessageArguments
{
    /// <summary>How many <see cref="AddMessage"/> adds.</summary>
    public const int OfMessage = 14;

    /// <summary>A body (that may be a blob already) and what its parse found.</summary>
    public static PostgresArguments AddMessage(this PostgresArguments call, StoredMessage message)
    {
        var (body, facts) = (message.Body, message.Facts);
        return call.Add(body.Existing?.Value).Add(body.Reserved?.Value).Add(body.Hash).Add(body.Size).Add((int)body.Place).Add(body.Segment).Add(body.StoredSize).Add(body.Frames).Add(body.Inline)
            .Add(facts.Envelope).Add(facts.BodyStructure).Add(facts.Parts).Add(message.Threads.Subject).Add(message.Threads.Ids.ToArray());
    }

    /// <summary>Ranges of UIDs: their first and their last ones.</summary>
    public static PostgresArguments AddRanges(this PostgresArguments call, UidRanges uids) =>
        call.Add(uids.Ranges.Select(range => (long)range.First).ToArray()).Add(uids.Ranges.Select(range => (long)range.Last).ToArray());

    public static PostgresArguments AddKeywords(this PostgresArguments call, FlagChange change) => call.Add(change.Keywords.ToArray());
}
