using System.Net.Sockets;
using System.Text.Json;
using Aether.Storage;
using Aether.Tls.Certificates;

namespace Aether.Host.Cli;

/// <summary>What can go wrong with the machine or its set-up, each in one line for the operator.</summary>
internal static class Failures
{
    /// <summary>Null when it is nothing an operator could mend: a fault of ours, shown whole.</summary>
    public static string? Describe(Exception failure) => failure switch
    {
        StoreOpenException or CertificateException or StoreUnavailableException => failure.Message,
        HttpRequestException { InnerException: SocketException } => "the server does not answer on its admin socket: " + failure.InnerException!.Message,
        HttpRequestException => "the server broke off: see its log",
        IOException or UnauthorizedAccessException or SocketException => OneLine(failure),
        JsonException => "the server gave an answer that is not understood: is it of another version?",
        _ => null,
    };

    /// <summary>Prints the line and gives the exit code.</summary>
    public static int Report(Exception failure, string line)
    {
        Console.Error.WriteLine("aether: " + line);
        return failure is StoreOpenException { Failure: StoreOpenFailure.InUse } ? ExitCode.Busy : ExitCode.Failed;
    }

    /// <summary>Kestrel says "Failed to bind to address http://127.0.0.1:25: address already in use." of every protocol.</summary>
    private static string OneLine(Exception failure) => failure.Message
        .Replace("Failed to bind to address http://", "cannot listen on ", StringComparison.Ordinal)
        .Replace("Failed to bind to address https://", "cannot listen on ", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");
}
