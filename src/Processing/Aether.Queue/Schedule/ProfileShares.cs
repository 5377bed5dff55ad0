using Aether.Queue.Routing;
using Aether.Queue.Settings;

namespace Aether.Queue.Schedule;

/// <summary>Which destinations belong to which provider, and what all of them use together. Not safe to share; its owner locks.</summary>
internal sealed class ProfileShares(QueueOptions options, TimeProvider clock)
{
    private const int MaxLearnt = 50_000;
    private readonly ShapingTable table = new(options.Profiles);
    private readonly Dictionary<ShapingProfile, ProfileShare> shares = [];
    private readonly Dictionary<string, ShapingProfile> learnt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stack<ProfileShare?>> entered = new(StringComparer.Ordinal);

    /// <returns>Null: nobody wants anything of that destination.</returns>
    public ProfileShare? OfDomain(string domain) => ProfileOf(domain) is { } profile ? Share(profile) : null;

    /// <summary>A host of a provider takes the domain's mail.</summary>
    public void Learn(string domain, string host)
    {
        if (table.IsEmpty || learnt.ContainsKey(domain) || table.OfDomain(domain) is not null || table.OfHost(host) is not { } profile)
            return;
        if (learnt.Count >= MaxLearnt)
            learnt.Clear(); // they are learnt again with their next connection
        learnt[domain] = profile;
    }

    public bool TryEnter(string domain)
    {
        if (table.IsEmpty)
            return true;
        var share = OfDomain(domain);
        if (share is { IsFull: true })
            return false;
        share?.Enter();
        if (!entered.TryGetValue(domain, out var places))
            entered[domain] = places = new Stack<ProfileShare?>();
        places.Push(share); // what is learnt meanwhile changes nothing for who is in
        return true;
    }

    public void Leave(string domain)
    {
        if (!entered.TryGetValue(domain, out var places))
            return;
        places.Pop()?.Leave();
        if (places.Count == 0)
            entered.Remove(domain);
    }

    /// <summary>The other destinations of its provider that somebody waits for.</summary>
    public IReadOnlyList<string> SistersOf(string domain, IEnumerable<string> waiting) =>
        ProfileOf(domain) is { } profile ? [.. waiting.Where(other => other != domain && ReferenceEquals(ProfileOf(other), profile))] : [];

    private ShapingProfile? ProfileOf(string domain) => table.IsEmpty ? null : learnt.TryGetValue(domain, out var known) ? known : table.OfDomain(domain);

    private ProfileShare Share(ShapingProfile profile)
    {
        if (!shares.TryGetValue(profile, out var share))
            shares[profile] = share = new ProfileShare(profile, clock.GetUtcNow());
        return share;
    }
}
