namespace Aether.Host.Cli;

/// <summary>Exit codes, for scripts. They are listed in <c>aether --help</c> and do not change.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int AlreadyExists = 4;
    public const int Busy = 5;
}
