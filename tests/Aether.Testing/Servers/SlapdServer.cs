using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>OpenLDAP's slapd with entries of a test, plain with StartTLS and with TLS, on free ports of the loopback address, under an authority of its own.</summary>
public sealed class SlapdServer : IAsyncDisposable
{
    public const string Base = "dc=example,dc=test";
    public const string Reader = "cn=reader,dc=example,dc=test";
    public const string ReaderPassword = "reader-secret";

    private readonly TemporaryFolder folder;
    private Process process;

    private SlapdServer(TemporaryFolder folder, int[] ports, Process process) => (this.folder, Port, TlsPort, this.process) = (folder, ports[0], ports[1], process);

    /// <summary>Plain, with StartTLS.</summary>
    public int Port { get; }

    /// <summary>TLS from the first octet.</summary>
    public int TlsPort { get; }

    /// <summary>The authority's certificate, PEM.</summary>
    public string AuthorityFile => folder.File("ca.pem");

    /// <summary>Starts it with entries in LDIF below its base, where <see cref="Reader"/> is one already.</summary>
    /// <param name="names">What its certificate is for; IP addresses too.</param>
    public static async Task<SlapdServer> StartAsync(string entries, params string[] names)
    {
        var folder = new TemporaryFolder();
        await WriteCertificatesAsync(folder, names.Length > 0 ? names : ["localhost", "127.0.0.1"]);
        await File.WriteAllTextAsync(folder.File("slapd.conf"), $"""
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            include /etc/ldap/schema/misc.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            pidfile {folder.File("slapd.pid")}
            TLSCertificateFile {folder.File("server.pem")}
            TLSCertificateKeyFile {folder.File("server.key")}
            TLSVerifyClient never
            # What is not inside TLS is refused, so that a client that forgets it fails every test.
            security ssf=1
            database mdb
            suffix "{Base}"
            rootdn "cn=root,{Base}"
            rootpw root-secret
            directory {folder.Path}
            maxsize 16777216
            access to attrs=userPassword by anonymous auth by dn.exact="{Reader}" compare by * none
            access to * by dn.exact="{Reader}" read by * none

            """);
        await File.WriteAllTextAsync(folder.File("entries.ldif"), $"""
            dn: {Base}
            objectClass: dcObject
            objectClass: organization
            dc: example
            o: Example

            dn: {Reader}
            objectClass: organizationalRole
            objectClass: simpleSecurityObject
            cn: reader
            userPassword: {ReaderPassword}

            {entries}

            """);
        await CommandLine.SucceedAsync("slapadd", ["-f", folder.File("slapd.conf"), "-l", folder.File("entries.ldif")]);
        int[] ports = FreePorts.Take(2);
        var process = await RunAsync(folder, ports);
        return new SlapdServer(folder, ports, process);
    }

    /// <summary>Changes entries as LDIF says.</summary>
    public Task ModifyAsync(string ldif) => CommandLine.SucceedAsync(
        "ldapmodify", ["-x", "-ZZ", "-H", $"ldap://localhost:{Port}", "-D", $"cn=root,{Base}", "-w", "root-secret"], ldif + "\n",
        new Dictionary<string, string> { ["LDAPTLS_CACERT"] = AuthorityFile });

    /// <summary>Sends it a signal: <c>STOP</c>, <c>CONT</c>.</summary>
    public Task SignalAsync(string signal) => CommandLine.RunAsync("/bin/kill", ["-" + signal, $"{process.Id}"]);

    /// <summary>Ends it.</summary>
    public async Task StopAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts it again.</summary>
    public async Task ReturnAsync()
    {
        process.Dispose();
        process = await RunAsync(folder, [Port, TlsPort]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await StopAsync();
        process.Dispose();
        folder.Dispose();
    }

    private static async Task<Process> RunAsync(TemporaryFolder folder, int[] ports)
    {
        // With -d it stays in the foreground.
        var start = new ProcessStartInfo("slapd", ["-f", folder.File("slapd.conf"), "-h", $"ldap://127.0.0.1:{ports[0]}/ ldaps://127.0.0.1:{ports[1]}/", "-d", "0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        foreach (int port in ports)
            await Eventually.IsTrueAsync(() => process.HasExited ? throw new InvalidOperationException($"slapd ended with {process.ExitCode}.") : AnswersAsync(port), "slapd answers");
        return process;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task WriteCertificatesAsync(TemporaryFolder folder, IReadOnlyList<string> names)
    {
        var begin = TimeProvider.System.GetUtcNow().AddDays(-1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest($"CN=Authority {RandomNumberGenerator.GetHexString(8)}", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(begin, begin.AddDays(30));
        await File.WriteAllTextAsync(folder.File("ca.pem"), root.ExportCertificatePem());

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=directory", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.Create(root, begin, begin.AddDays(20), RandomNumberGenerator.GetBytes(8));
        await File.WriteAllTextAsync(folder.File("server.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
