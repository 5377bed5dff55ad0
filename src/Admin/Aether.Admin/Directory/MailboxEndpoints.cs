using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Aether.Protocol.Imap;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Mailboxes of an account, and who else may use them.</summary>
internal static class MailboxEndpoints
{
    public static void MapMailboxes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts/{address}/mailboxes", ListAsync);
        routes.MapPost("/accounts/{address}/mailboxes", AddAsync);
        routes.MapDelete("/accounts/{address}/mailboxes", RemoveAsync);
        routes.MapGet("/accounts/{address}/acl", ListRightsAsync);
        routes.MapPut("/accounts/{address}/acl", SetRightsAsync);
    }

    private static async Task<IResult> ListAsync(string address, MailboxService mailboxes, CancellationToken ct) =>
        await mailboxes.ListAsync(address, ct) is { } all
            ? TypedResults.Json<IReadOnlyList<MailboxView>>(
                [.. all.Select(static mailbox => new MailboxView(mailbox.Path, mailbox.Selectable, mailbox.Counters.Messages, mailbox.Counters.Unseen, mailbox.Counters.Bytes))],
                AdminJson.Default.IReadOnlyListMailboxView)
            : Problems.NotFound($"account {address}");

    private static async Task<IResult> AddAsync(string address, AddMailboxRequest request, MailboxService mailboxes, CancellationToken ct) =>
        Problems.Of(await mailboxes.CreateAsync(address, request.Path, ct));

    private static async Task<IResult> RemoveAsync(string address, string path, MailboxService mailboxes, CancellationToken ct) =>
        Problems.Of(await mailboxes.RemoveAsync(address, path, ct));

    private static async Task<IResult> ListRightsAsync(string address, string path, MailboxService mailboxes, CancellationToken ct) =>
        await mailboxes.EntriesAsync(address, path, ct) is { } entries
            ? TypedResults.Json<IReadOnlyList<RightsView>>(
                [.. entries.Select(static entry => new RightsView(entry.Grantee is null ? MailboxService.Anyone : entry.Address, AclRightsText.Format(entry.Rights), AclRightsText.Format(entry.Denied)))],
                AdminJson.Default.IReadOnlyListRightsView)
            : Problems.NotFound($"mailbox {path} of {address}");

    private static async Task<IResult> SetRightsAsync(string address, RightsRequest request, MailboxService mailboxes, CancellationToken ct) =>
        Problems.Of(await mailboxes.SetRightsAsync(address, request.Path, request.Who, request.Rights, ct));
}
