using System.Security.Cryptography;
using System.Text;

namespace Aether.Validation.MtaSts;

/// <summary>The policy of our own domains, which all have their mail brought to this server. RFC 8461 §3.</summary>
public sealed class OwnPolicy
{
    /// <param name="hostname">Our own name: the one exchanger.</param>
    public OwnPolicy(string hostname, StsMode mode, TimeSpan maxAge)
    {
        Mode = mode;
        Text = new StsPolicy(mode, [hostname.ToLowerInvariant()], maxAge).ToString();
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text)))[..16];
    }

    public StsMode Mode { get; }

    /// <summary>What is served at <c>/.well-known/mta-sts.txt</c>.</summary>
    public string Text { get; }

    /// <summary>Names the policy in the DNS: another policy has another.</summary>
    public string Id { get; }
}
