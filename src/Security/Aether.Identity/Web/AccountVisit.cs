using Aether.Identity.SecondFactors;
using Aether.Storage.Accounts;
using Microsoft.AspNetCore.Http;

namespace Aether.Identity.Web;

/// <summary>Somebody who has signed in and looks after the account.</summary>
internal sealed record AccountVisit(HttpContext Context, WebTools Tools, WebSession Session, Account Account)
{
    /// <summary>What went wrong; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>What was done; null: nothing.</summary>
    public string? Done { get; init; }

    /// <summary>The secret that is in the authenticator already; null: a new one is shown.</summary>
    public PendingFactor? Pending { get; init; }
}
