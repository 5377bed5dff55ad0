using Aether.Storage;

namespace Aether.Identity.Web;

/// <summary>Somebody before a browser, as the sealed cookie says.</summary>
/// <param name="Id">Random, new with each sign-in.</param>
/// <param name="Stage">How far the sign-in is.</param>
/// <param name="Address">Of the account; empty: nobody yet.</param>
/// <param name="Epoch">The account's at that time: a later one ends it.</param>
/// <param name="Until">It ends then.</param>
internal sealed record WebSession(string Id, WebStage Stage, AccountId Account, string Address, long Epoch, DateTimeOffset Until);
