namespace Aether.Host.Composition;

/// <summary>The roles as they are written on the command line.</summary>
internal static class RoleNames
{
    public static string[] All { get; } = ["smtp", "imap", "pop3", "jmap", "sieve", "queue", "admin"];

    public static bool TryParse(string text, out Roles roles, out string unknown)
    {
        (roles, unknown) = (Roles.None, "");
        foreach (string name in text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int index = Array.IndexOf(All, name.ToLowerInvariant());
            if (index < 0)
            {
                unknown = name;
                return false;
            }

            roles |= (Roles)(1 << index);
        }

        return roles is not Roles.None;
    }
}
