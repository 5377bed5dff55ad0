using System.Text;

namespace Aether.Host.Cli;

/// <summary>Takes a password without showing it: from a pipe, or from a person who types it twice.</summary>
internal static class PasswordInput
{
    /// <summary>Null when there is none, and that has been said.</summary>
    public static string? Read(bool fromInput)
    {
        if (fromInput)
            return Complain(Console.In.ReadLine() is { Length: > 0 } line ? line : null, "standard input holds no password");
        if (Console.IsInputRedirected)
            return Complain(null, "there is nobody to ask: use --password-stdin");
        string first = Ask("Password: ");
        return Complain(first.Length > 0 && first == Ask("Again: ") ? first : null, "the two are not the same, or empty");
    }

    private static string? Complain(string? password, string trouble)
    {
        if (password is null)
            Console.Error.WriteLine("aether: " + trouble);
        return password;
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
