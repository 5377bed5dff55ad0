using System.CommandLine;
using System.Text.Json;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether doctor</c>: looks whether what the server leans on is sound.</summary>
internal static class DoctorCommand
{
    public static Command Create(VerbRunner verbs)
    {
        var command = new Command("doctor", "Look whether what the server leans on is sound, and say what to do.");
        command.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("doctor"), Show, ct));
        return command;
    }

    private static string Show(string body) => Table.Format(
        ["CHECK", "STATE", "FINDING"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListDoctorView)!.Select(view => (string[])[view.Name, view.IsWell ? "well" : "WRONG", view.Text]));
}
