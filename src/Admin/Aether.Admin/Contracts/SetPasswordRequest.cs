namespace Aether.Admin.Contracts;

/// <summary>Asks for a new password.</summary>
public sealed record SetPasswordRequest(string Password)
{
    /// <summary>The password is a hash that another server made.</summary>
    public bool IsHash { get; init; }

    /// <summary>Without the password: this may end in a log.</summary>
    public override string ToString() => nameof(SetPasswordRequest);
}
