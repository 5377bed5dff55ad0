namespace Aether.Admin.Contracts;

/// <summary>The codes of <see cref="ProblemView"/>.</summary>
public static class ProblemCodes
{
    public const string Invalid = "invalid";
    public const string NotFound = "not-found";
    public const string AlreadyExists = "already-exists";

    /// <summary>Something else still needs it, or something it needs is missing.</summary>
    public const string Conflict = "conflict";
    public const string Failed = "failed";
}
