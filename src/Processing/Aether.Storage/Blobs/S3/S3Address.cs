namespace Aether.Storage.Blobs.S3;

/// <summary>
/// <c>blobs.url</c>: <c>s3://[key:secret@]bucket[/prefix]?endpoint=https://host[&amp;region=name][&amp;pathStyle=false]</c>. Without a key the
/// usual places of the AWS tools are asked: environment, profile, role of the machine.
/// </summary>
/// <param name="Endpoint">The server, or null for AWS itself.</param>
/// <param name="Prefix">In front of every key; empty, or ending with a slash.</param>
internal sealed record S3Address(string Bucket, string Prefix, Uri? Endpoint, string Region, bool PathStyle, string? Key, string? Secret)
{
    private const string DefaultRegion = "us-east-1";

    /// <returns>Null when it is not an address of this kind.</returns>
    public static S3Address? Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != "s3" || uri.Host.Length == 0 || !TryQuery(uri.Query, out var query))
            return null;
        Uri? endpoint = null;
        if (query.TryGetValue("endpoint", out string? server) && (!Uri.TryCreate(server, UriKind.Absolute, out endpoint) || endpoint.Scheme is not ("http" or "https")))
            return null;
        if (!bool.TryParse(query.GetValueOrDefault("pathStyle", "true"), out bool pathStyle))
            return null;

        var login = uri.UserInfo.Split(':', 2);
        if (uri.UserInfo.Length > 0 && login.Length != 2)
            return null;
        string prefix = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
        return new S3Address(
            uri.Host, prefix.Length == 0 ? "" : prefix + "/", endpoint, query.GetValueOrDefault("region", DefaultRegion), pathStyle,
            login.Length == 2 ? Uri.UnescapeDataString(login[0]) : null, login.Length == 2 ? Uri.UnescapeDataString(login[1]) : null);
    }

    /// <summary>For logs: without what lets in.</summary>
    public override string ToString() => $"s3://{Bucket}/{Prefix}";

    private static bool TryQuery(string text, out Dictionary<string, string> query)
    {
        query = new(StringComparer.Ordinal);
        foreach (string pair in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length != 2 || parts[0] is not ("endpoint" or "region" or "pathStyle") || !query.TryAdd(parts[0], Uri.UnescapeDataString(parts[1])))
                return false;
        }

        return true;
    }
}
