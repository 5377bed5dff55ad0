namespace Aether.Smtp.Urls;

/// <summary>What became of a URL.</summary>
public enum UrlOutcome
{
    Copied,

    /// <summary>It gives a submission server no authority for this sender.</summary>
    NotTrusted,

    /// <summary>It leads nowhere, is past its time, or its proof is wrong.</summary>
    NotFound,
}
