namespace Aether.Admin.Contracts;

/// <summary>The codes of <see cref="ProblemView"/>.</summary>
public static class ProblemCodes
{
    public const string Invalid = "invalid";
    public const string NotFound = "not-found";
    public const string AlreadyExists = "already-exists";
    public const string NoSuchDomain = "no-such-domain";
    public const string NotEmpty = "not-empty";
    public const string Failed = "failed";
}
