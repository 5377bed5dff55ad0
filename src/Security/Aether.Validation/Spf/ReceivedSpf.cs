using System.Buffers;
using System.Text;

namespace Aether.Validation.Spf;

/// <summary>Writes the Received-SPF field. RFC 7208 §9.1.</summary>
public static class ReceivedSpf
{
    private const int MaxValue = 256;
    private static readonly SearchValues<char> Unquoted = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._+");

    /// <returns>The field, folded and CRLF-ended.</returns>
    public static string Format(SpfOutcome outcome, SpfRequest request)
    {
        var text = new StringBuilder("Received-SPF: ").Append(NameOf(outcome.Result));
        Add(text, "client-ip", request.Address.ToString());
        Add(text, "envelope-from", request.Sender.Length == 0 ? "postmaster@" + request.Helo : request.Sender);
        Add(text, "helo", request.Helo);
        Add(text, "identity", outcome.Identity is SpfIdentity.Helo ? "helo" : "mailfrom");
        if (outcome.Mechanism is { } mechanism)
            Add(text, "mechanism", mechanism);
        if (outcome.Problem is { } problem)
            Add(text, "problem", problem);
        Add(text, "receiver", request.Receiver);
        return text.Remove(text.Length - 1, 1).Append("\r\n").ToString();
    }

    /// <summary>As it stands in fields. RFC 7208 §2.6, RFC 8601 §2.7.2.</summary>
    public static string NameOf(SpfResult result) => result switch
    {
        SpfResult.None => "none",
        SpfResult.Neutral => "neutral",
        SpfResult.Pass => "pass",
        SpfResult.Fail => "fail",
        SpfResult.SoftFail => "softfail",
        SpfResult.TempError => "temperror",
        _ => "permerror",
    };

    private static void Add(StringBuilder text, string key, string value)
    {
        text.Append("\r\n\t").Append(key).Append('=');
        if (value.Length is > 0 and <= MaxValue && !value.AsSpan().ContainsAnyExcept(Unquoted))
        {
            text.Append(value).Append(';');
            return;
        }

        text.Append('"');
        foreach (char c in value.AsSpan(0, Math.Min(value.Length, MaxValue)))
        {
            if (c is '"' or '\\')
                text.Append('\\');
            if (!char.IsControl(c))
                text.Append(c);
        }

        text.Append("\";");
    }
}
