using Aether.Admin.Contracts;
using Aether.Identity.Addresses;
using Aether.Storage.Accounts;
using Aether.Validation.Keys;
using Aether.Validation.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Signing;

/// <summary>The keys of domains, and what is to be published for them.</summary>
internal static class SigningEndpoints
{
    public static void MapSigning(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dkim", ListAsync);
        routes.MapPost("/domains/{name}/dkim", CreateAsync);
        routes.MapPut("/domains/{name}/dkim/{selector}", SetStateAsync);
        routes.MapDelete("/domains/{name}/dkim/{selector}", RemoveAsync);
        routes.MapGet("/domains/{name}/dns", RecordsAsync);
        routes.MapPost("/domains/{name}/dns", PublishAsync);
    }

    private static async Task<IResult> ListAsync(SigningKeys keys, string? domain, CancellationToken ct)
    {
        var views = (await keys.ListAsync(domain is null ? null : Normal(domain), ct)).Select(key => new SigningKeyView(
            key.Domain, key.Selector, key.Algorithm, NameOf(key.State), key.Since, key.RecordName.Length == 0 ? "" : new DomainRecord(key.RecordName, "TXT", key.RecordText, "").ToZoneLine()));
        return TypedResults.Json<IReadOnlyList<SigningKeyView>>([.. views], AdminJson.Default.IReadOnlyListSigningKeyView);
    }

    /// <summary>New keys are to be published before they sign.</summary>
    private static async Task<IResult> CreateAsync(string name, SigningKeys keys, CancellationToken ct) =>
        await keys.CreateAsync(Normal(name), SigningKeyState.Published, ct) ? TypedResults.NoContent() : Problems.NotFound($"domain {name}");

    private static async Task<IResult> SetStateAsync(string name, string selector, SetKeyStateRequest request, SigningKeys keys, CancellationToken ct)
    {
        if (!Enum.TryParse<SigningKeyState>(request.State, ignoreCase: true, out var state) || !Enum.IsDefined(state))
            return Problems.Invalid("A key is published, signing or retired.");
        return await keys.SetStateAsync(Normal(name), selector, state, ct) ? TypedResults.NoContent() : Problems.NotFound($"key {selector} of {name}");
    }

    private static async Task<IResult> RemoveAsync(string name, string selector, SigningKeys keys, CancellationToken ct) =>
        await keys.RemoveAsync(Normal(name), selector, ct) ? TypedResults.NoContent() : Problems.NotFound($"key {selector} of {name}");

    private static async Task<IResult> RecordsAsync(string name, bool? check, DirectoryStore directory, DomainRecords records, CancellationToken ct)
    {
        if (await directory.FindDomainAsync(Normal(name), ct) is not { } domain)
            return Problems.NotFound($"domain {name}");
        var views = check is true
            ? (await records.CheckAsync(domain.Name, ct)).Select(finding => View(finding.Record, finding.State switch
            {
                RecordState.Published => "published",
                RecordState.Missing => "missing",
                RecordState.Different => "different",
                _ => "unknown",
            }, finding.Remedy))
            : (await records.ListAsync(domain.Name, ct)).Select(record => View(record, null, null));
        return TypedResults.Json<IReadOnlyList<DomainRecordView>>([.. views], AdminJson.Default.IReadOnlyListDomainRecordView);
    }

    /// <summary>Publishes what is missing, where the configuration says how.</summary>
    private static async Task<IResult> PublishAsync(string name, DirectoryStore directory, DomainPublisher publisher, CancellationToken ct)
    {
        if (await directory.FindDomainAsync(Normal(name), ct) is not { } domain)
            return Problems.NotFound($"domain {name}");
        if (!publisher.CanPublish)
            return Problems.Invalid("There is no way to publish anything: set dns.updates or dns.publishCommand.");
        var views = (await publisher.PublishAsync(domain.Name, ct)).Select(record => View(record.Record, record.Outcome.ToString().ToLowerInvariant(), record.Problem));
        return TypedResults.Json<IReadOnlyList<DomainRecordView>>([.. views], AdminJson.Default.IReadOnlyListDomainRecordView);
    }

    private static DomainRecordView View(DomainRecord record, string? state, string? remedy) =>
        new(record.Name, record.Type, record.Value, record.Purpose, record.ToZoneLine(), state, remedy);

    private static string Normal(string name) => AddressForm.TryNormaliseDomain(name, out string normal) ? normal : name;

    private static string NameOf(SigningKeyState state) => state switch { SigningKeyState.Signing => "signing", SigningKeyState.Published => "published", _ => "retired" };
}
