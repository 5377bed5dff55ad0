namespace Aether.Testing.Servers;

/// <summary>Packages of npm that tests play with: <c>tests/Aether.Testing/Node</c> pins them, test.sh puts them aside.</summary>
public static class NodePackages
{
    /// <summary>Where a script finds them.</summary>
    public const string Folder = "/usr/local/lib/aether-tests/node/node_modules";
}
