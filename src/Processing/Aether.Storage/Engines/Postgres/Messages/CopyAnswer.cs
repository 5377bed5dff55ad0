using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Reads what a copy or a move came to: status, UIDVALIDITY, mod-sequence, UIDs there and here.</summary>
internal static class CopyAnswer
{
    public static CopyResult Read(PostgresAnswer answer)
    {
        var pairs = answer.List<long>(3).Zip(answer.List<long>(4), (source, target) => new CopyResult.Pair(new Uid((uint)source), new Uid((uint)target)));
        return new CopyResult(answer.Named<MessageStatus>(0), (uint)answer.Long(1), [.. pairs]);
    }
}
