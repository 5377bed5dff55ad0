using Aether.Identity.Grants;

namespace Aether.Identity.Web;

/// <summary>What a program asks of a user, read and judged. RFC 6749 §4.1.1, RFC 7636 §4.3.</summary>
/// <param name="Error">What is wrong; empty: nothing. The program is told, since where it waits is known to be its own.</param>
internal sealed record AuthorizeRequest(OauthClient Client, string Redirect, string State, string Challenge, string Hint, string Error)
{
    private const int ChallengeLength = 43; // SHA-256 in base64url

    /// <returns>Null, and what to tell the user: RFC 6749 §4.1.2.1 forbids to send anybody to an address that is not the program's.</returns>
    public static async ValueTask<(AuthorizeRequest? Request, string Problem)> ReadAsync(Fields fields, OauthClients clients, CancellationToken ct)
    {
        if (fields.IsBroken)
            return (null, "The program's request can't be read.");
        if (await clients.FindAsync(fields["client_id"], ct) is not { } client)
            return (null, $"There is no program '{fields["client_id"]}' here. If it is yours, the server's operator can add it.");
        string redirect = fields["redirect_uri"];
        if (!client.Allows(redirect))
            return (null, $"{client.Name} wants to send you where it may not: '{redirect}'.");
        return (new AuthorizeRequest(client, redirect, fields["state"], fields["code_challenge"], fields["login_hint"], ErrorOf(fields)), "");
    }

    /// <summary>Where the user goes then. RFC 6749 §4.1.2, RFC 9207.</summary>
    public string Answer(string issuer, params (string Name, string Value)[] answer) => Redirect + (Redirect.Contains('?', StringComparison.Ordinal) ? "&" : "?")
        + string.Join('&', answer.Append(("state", State)).Append(("iss", issuer)).Where(static pair => pair.Item2.Length > 0).Select(static pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));

    private static string ErrorOf(Fields fields)
    {
        if (fields["response_type"] is not "code")
            return fields["response_type"].Length == 0 ? "invalid_request" : "unsupported_response_type";
        // RFC 9700 §2.1.1: every program has to; "plain" would show the secret to whoever sees the request.
        if (fields["code_challenge_method"] is not "S256" || fields["code_challenge"].Length != ChallengeLength || !fields["code_challenge"].All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return "invalid_request";
        if (fields["response_mode"] is not ("" or "query") || fields["request"].Length + fields["request_uri"].Length > 0)
            return "invalid_request";
        return fields["prompt"] is "none" ? "interaction_required" : "";
    }
}
