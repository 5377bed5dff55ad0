using Aether.Admin.Contracts;
using Aether.Storage.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Domains: list, add, remove.</summary>
internal static class DomainEndpoints
{
    public static void MapDomains(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/domains", ListAsync);
        routes.MapPost("/domains", AddAsync);
        routes.MapDelete("/domains/{name}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(DirectoryStore directory, CancellationToken ct)
    {
        var domains = await directory.ListDomainsAsync(ct);
        return TypedResults.Json<IReadOnlyList<DomainView>>([.. domains.Select(domain => new DomainView(domain.Name, domain.CatchAll))], AdminJson.Default.IReadOnlyListDomainView);
    }

    private static async Task<IResult> AddAsync(AddDomainRequest request, DirectoryStore directory, CancellationToken ct)
    {
        if (!MailNames.TryDomain(request.Name, out string name))
            return Problems.Invalid($"\"{request.Name}\" is not a domain name.");
        string? catchAll = null;
        if (request.CatchAll is { } text && !MailNames.TryAddress(text, out catchAll))
            return Problems.Invalid($"\"{text}\" is not an address.");
        return Problems.Of(await directory.AddDomainAsync(name, catchAll, ct), $"domain {name}");
    }

    private static async Task<IResult> RemoveAsync(string name, DirectoryStore directory, CancellationToken ct) => MailNames.TryDomain(name, out string domain)
        ? Problems.Of(await directory.RemoveDomainAsync(domain, ct), $"domain {domain}")
        : Problems.Invalid($"\"{name}\" is not a domain name.");
}
