using Aether.Dns.Resolving;
using Aether.Storage.Accounts;
using Aether.Validation.Dkim;
using Microsoft.Extensions.Logging;

namespace Aether.Validation.Keys;

/// <summary>
/// Replaces keys by their age, step by step, so that no mail under way fails: a successor is made and is to be published; once the DNS
/// has it, it signs and its predecessor retires; that one is removed when nothing it signed can be under way any more.
/// </summary>
public sealed partial class KeyRotation(SigningKeys keys, IDnsResolver dns, RotationOptions options, TimeProvider clock, ILogger<KeyRotation> logger)
{
    /// <summary>Puts the record of a key into the DNS, and says why it could not; null: the operator does.</summary>
    public Func<PublishedKey, CancellationToken, Task<string>>? Publish { get; init; }

    /// <summary>Takes every domain as far as it can go now.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var domain in (await keys.ListAsync(null, ct)).GroupBy(key => key.Domain))
            await RunAsync([.. domain], ct);
    }

    private async Task RunAsync(IReadOnlyList<PublishedKey> all, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var retired in all.Where(key => key.State is SigningKeyState.Retired && key.Since + options.Linger <= now))
        {
            await keys.RemoveAsync(retired.Domain, retired.Selector, ct);
            LogRemoved(logger, retired.RecordName);
        }

        var waiting = all.Where(key => key.State is SigningKeyState.Published).ToList();
        foreach (var successor in waiting)
        {
            if (await IsPublishedAsync(successor, ct))
                await ActivateAsync(successor, all, ct);
            else
                await PublishAsync(successor, ct);
        }

        var signing = all.Where(key => key.State is SigningKeyState.Signing).ToList();
        if (waiting.Count == 0 && signing.Count > 0 && signing.All(key => key.Since + options.Age <= now))
        {
            await keys.CreateAsync(signing[0].Domain, SigningKeyState.Published, ct);
            if (Publish is null)
                LogMade(logger, signing[0].Domain);
            foreach (var successor in (await keys.ListAsync(signing[0].Domain, ct)).Where(key => key.State is SigningKeyState.Published))
                await PublishAsync(successor, ct);
        }
    }

    /// <summary>What does not succeed is tried again the next time, until the DNS has it.</summary>
    private async Task PublishAsync(PublishedKey successor, CancellationToken ct)
    {
        if (Publish is { } publish && successor.RecordName.Length > 0 && await publish(successor, ct) is { Length: > 0 } problem)
            LogNotPublished(logger, successor.RecordName, problem);
    }

    /// <summary>The successor signs before its predecessor stops: in between both do.</summary>
    private async Task ActivateAsync(PublishedKey successor, IReadOnlyList<PublishedKey> all, CancellationToken ct)
    {
        await keys.SetStateAsync(successor.Domain, successor.Selector, SigningKeyState.Signing, ct);
        foreach (var predecessor in all.Where(key => key.State is SigningKeyState.Signing && key.Algorithm == successor.Algorithm))
            await keys.SetStateAsync(predecessor.Domain, predecessor.Selector, SigningKeyState.Retired, ct);
        LogActivated(logger, successor.RecordName);
    }

    private async ValueTask<bool> IsPublishedAsync(PublishedKey key, CancellationToken ct)
    {
        if (DkimKeyRecord.Parse(key.RecordText, out _) is not { } ours)
            return false;
        var found = await dns.ResolveTextAsync(key.RecordName, ct);
        return found.Records.Any(text => DkimKeyRecord.Parse(text, out _) is { } record && record.IsEd25519 == ours.IsEd25519 && record.Key.AsSpan().SequenceEqual(ours.Key));
    }

    [LoggerMessage(2101, LogLevel.Warning, "New keys for {Domain} wait to be published: \"aether domain dns {Domain}\" has the records. They sign as soon as the DNS has them")]
    private static partial void LogMade(ILogger logger, string domain);

    [LoggerMessage(2102, LogLevel.Information, "The key {Record} is published and signs from now on")]
    private static partial void LogActivated(ILogger logger, string record);

    [LoggerMessage(2103, LogLevel.Information, "The key {Record} has been retired long enough and is removed; its record may go too")]
    private static partial void LogRemoved(ILogger logger, string record);

    [LoggerMessage(2104, LogLevel.Warning, "The key {Record} could not be published, so it does not sign yet: {Problem}")]
    private static partial void LogNotPublished(ILogger logger, string record, string problem);
}
