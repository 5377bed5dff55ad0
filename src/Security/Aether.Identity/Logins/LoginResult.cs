namespace Aether.Identity.Logins;

/// <summary>The outcome of an attempt, with the login where it succeeded.</summary>
public readonly record struct LoginResult(LoginStatus Status, Login? Login = null)
{
    public static LoginResult Success(Login login) => new(LoginStatus.Success, login);
}
