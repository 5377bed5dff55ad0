namespace Aether.Admin.Contracts;

/// <summary>Says what passwords of an account, or of a domain's accounts, open.</summary>
/// <param name="Use"><c>everywhere</c>, <c>web</c>, or for an account <c>domain</c>: what its domain says.</param>
public sealed record PasswordUseRequest(string Use)
{
    public const string Everywhere = "everywhere";
    public const string Web = "web";
    public const string Domain = "domain";
}
