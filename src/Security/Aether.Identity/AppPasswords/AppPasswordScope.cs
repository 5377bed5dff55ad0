using System.Net;
using Aether.Storage.Logins;

namespace Aether.Identity.AppPasswords;

/// <summary>Where an app password may be used.</summary>
public static class AppPasswordScope
{
    /// <summary>The protocols it can be bound to, as attempts name theirs.</summary>
    public static IReadOnlyList<string> Protocols { get; } = ["imap", "pop3", "submission"];

    /// <summary>Whether it is good for this attempt.</summary>
    public static bool Covers(AppPasswordRow row, string protocol, IPAddress peer, DateTimeOffset now) =>
        (row.Expires is not { } end || now < end)
        && (row.Protocols.Length == 0 || row.Protocols.Split(' ').Contains(protocol))
        && (row.Networks.Length == 0 || row.Networks.Split(' ').Any(network => IPNetwork.TryParse(network, out var known) && known.Contains(Plain(peer))));

    /// <summary>The networks in one form.</summary>
    /// <returns>Null, and the one that is none.</returns>
    public static string? TryNormaliseNetworks(IEnumerable<string> networks, out string wrong)
    {
        wrong = "";
        var normal = new List<string>();
        foreach (string text in networks)
        {
            if (IPNetwork.TryParse(text, out var network))
                normal.Add(network.ToString());
            else if (IPAddress.TryParse(text, out var address))
                normal.Add(address.ToString() + (address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork ? "/32" : "/128"));
            else
            {
                wrong = text;
                return null;
            }
        }
        return string.Join(' ', normal);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
