using Aether.Identity.Grants;
using Microsoft.AspNetCore.Http;

namespace Aether.Identity.Web;

/// <summary>A program that posts a form and says which it is: it has no secret to prove that by. RFC 6749 §2.3, §3.2.1.</summary>
internal static class ProgramCall
{
    public static async Task<IResult> AnswerAsync(HttpContext context, WebTools tools, Func<Fields, OauthClient, Task<IResult>> answer, CancellationToken ct)
    {
        var form = await Fields.OfFormAsync(context.Request, ct);
        if (form.IsBroken)
            return WebAnswers.Error("invalid_request");
        return await tools.Clients.FindAsync(form["client_id"], ct) is { } client
            ? await answer(form, client)
            : WebAnswers.Error("invalid_client", status: StatusCodes.Status401Unauthorized);
    }
}
