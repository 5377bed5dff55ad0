using System.Text;
using Aether.Validation.Spf;

namespace Aether.Validation.Results;

/// <summary>The fields that tell later readers what was found. RFC 8601 §4.1, RFC 7208 §9.1: both stand above Received.</summary>
public static class TraceRecord
{
    public static string Format(MailAuthentication found, SpfRequest request)
    {
        var text = new StringBuilder(AuthenticationResults.Format(found));
        if (found.Spf is { } spf)
            text.Append(ReceivedSpf.Format(spf, request));
        return text.ToString();
    }
}
