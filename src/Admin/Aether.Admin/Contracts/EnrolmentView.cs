namespace Aether.Admin.Contracts;

/// <summary>A second factor as it is shown once.</summary>
/// <param name="Uri">The link for the authenticator.</param>
/// <param name="Secret">The same to type.</param>
public sealed record EnrolmentView(string Uri, string Secret, IReadOnlyList<string> RecoveryCodes)
{
    /// <summary>Without the secret: this may end in a log.</summary>
    public override string ToString() => nameof(EnrolmentView);
}
