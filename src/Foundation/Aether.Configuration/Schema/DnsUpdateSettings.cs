using System.Net;
using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>A zone that may be changed. RFC 2136, RFC 8945.</summary>
public sealed record DnsUpdateSettings
{
    [Setting("The zone, such as example.org; domains below it are published there as well.")]
    public string Zone { get; init; } = "";

    [Setting("Address and port of its primary server.")]
    public IPEndPoint Server { get; init; } = new(IPAddress.Loopback, 53);

    [Setting("Name of the TSIG key.")]
    public string Key { get; init; } = "";

    [Setting("Its algorithm: hmac-sha256, hmac-sha384 or hmac-sha512.")]
    public string Algorithm { get; init; } = "hmac-sha256";

    [Setting("The key itself, in base64.")]
    public Secret Secret { get; init; } = new("");
}
