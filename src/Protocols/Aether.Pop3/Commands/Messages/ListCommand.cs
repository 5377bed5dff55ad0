using System.Globalization;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Messages;

/// <summary>LIST: the octets of one message, or of each. RFC 1939 §5.</summary>
internal sealed class ListCommand : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct) =>
        Listing.WriteAsync(session, argument, number => session.Maildrop!.SizeOf(number).ToString(CultureInfo.InvariantCulture), ct);
}
