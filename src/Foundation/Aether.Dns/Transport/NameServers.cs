using System.Net;

namespace Aether.Dns.Transport;

/// <summary>Whom to ask: those named, or the system's, which are read again now and then as networks change. resolv.conf(5).</summary>
/// <param name="named">Empty for the system's.</param>
internal sealed class NameServers(IReadOnlyList<IPEndPoint> named, TimeProvider clock, string file = "/etc/resolv.conf")
{
    private const int Port = 53;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    // Where none is named it is the one of this machine.
    private static readonly IReadOnlyList<IPEndPoint> Local = [new IPEndPoint(IPAddress.Loopback, Port)];
    private volatile IReadOnlyList<IPEndPoint>? found;
    private long looked;

    /// <summary>At least one.</summary>
    public IReadOnlyList<IPEndPoint> Current
    {
        get
        {
            if (named.Count > 0)
                return named;
            if (found is { } known && clock.GetElapsedTime(Volatile.Read(ref looked)) < Lifetime)
                return known;
            Volatile.Write(ref looked, clock.GetTimestamp());
            return found = Look();
        }
    }

    private IReadOnlyList<IPEndPoint> Look()
    {
        try
        {
            IPEndPoint[] servers = [.. File.ReadLines(file).Select(Find).OfType<IPEndPoint>().Distinct()];
            return servers.Length > 0 ? servers : Local;
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException)
        {
            return found ?? Local;
        }
    }

    private static IPEndPoint? Find(string line) =>
        line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var address, ..] && IPAddress.TryParse(address, out var ip) ? new IPEndPoint(ip, Port) : null;
}
