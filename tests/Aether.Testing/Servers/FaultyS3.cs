using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Testing.Servers;

/// <summary>A small S3 in memory that fails as it is told: the faults of case F11. It checks no signatures.</summary>
public sealed class FaultyS3 : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, (byte[] Octets, DateTimeOffset Modified)> objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> uploads = new();
    private readonly TimeProvider clock;
    private int requests;

    private FaultyS3(WebApplication app, TimeProvider clock)
    {
        (this.app, this.clock) = (app, clock);
        app.Run(ServeAsync);
    }

    /// <summary>What happens to the n-th request.</summary>
    public Func<int, S3Fault> Faults { get; set; } = _ => S3Fault.None;

    public int Requests => Volatile.Read(ref requests);

    public ICollection<string> Names => objects.Keys;

    public string Url => $"s3://key:secret@bucket?endpoint={app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}";

    public static async Task<FaultyS3> StartAsync(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var server = new FaultyS3(builder.Build(), clock);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Turns a bit of an object around.</summary>
    public void Damage(string name) => objects[name].Octets[^1] ^= 1;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        var fault = Faults(Interlocked.Increment(ref requests));
        switch (fault)
        {
            case S3Fault.Error or S3Fault.Busy:
                context.Response.StatusCode = fault is S3Fault.Error ? 500 : 503;
                await context.Response.WriteAsync($"<Error><Code>{(fault is S3Fault.Error ? "InternalError" : "SlowDown")}</Code></Error>");
                return;
            case S3Fault.Broken:
                context.Abort();
                return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (fault is S3Fault.LostAnswer)
        {
            Answer(context.Request, body.ToArray());
            context.Abort();
            return;
        }

        var answer = Answer(context.Request, body.ToArray());
        context.Response.StatusCode = answer.Status;
        if (answer.Tag is { } tag)
            context.Response.Headers.ETag = $"\"{(fault is S3Fault.WrongTag ? "00" + tag[2..] : tag)}\"";
        context.Response.ContentLength = answer.Octets.Length;
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(answer.Octets, context.RequestAborted);
    }

    private S3Answer Answer(HttpRequest request, byte[] body)
    {
        string name = request.Path.Value!["/bucket".Length..].TrimStart('/');
        string upload = request.Query["uploadId"].ToString();
        if (request.Headers["Content-MD5"] is [{ } claimed] && claimed != Convert.ToBase64String(Md5(body)))
            return S3Answer.Error(400, "BadDigest");
        return (request.Method, name, upload) switch
        {
            ("GET", "", _) => List(request.Query["start-after"].ToString()),
            ("POST", _, "") => Begin(),
            ("POST", _, _) => End(name, upload),
            ("PUT", _, "") => Put(name, body),
            ("PUT", _, _) => PutPart(upload, int.Parse(request.Query["partNumber"].ToString(), CultureInfo.InvariantCulture), body),
            ("DELETE", _, "") => new S3Answer(objects.TryRemove(name, out _) ? 204 : 404),
            ("DELETE", _, _) => new S3Answer(uploads.TryRemove(upload, out _) ? 204 : 404),
            _ => Get(name, request.Headers.Range.ToString()),
        };
    }

    private S3Answer Put(string name, byte[] body)
    {
        objects[name] = (body, clock.GetUtcNow());
        return new S3Answer(200) { Tag = Hex(body) };
    }

    private S3Answer Get(string name, string range)
    {
        if (!objects.TryGetValue(name, out var found))
            return S3Answer.Error(404, "NoSuchKey");
        if (range.Length == 0)
            return new S3Answer(200) { Tag = Hex(found.Octets), Octets = found.Octets };
        var ends = range["bytes=".Length..].Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return ends[0] >= found.Octets.Length
            ? S3Answer.Error(416, "InvalidRange")
            : new S3Answer(206) { Octets = found.Octets[ends[0]..Math.Min(ends[1] + 1, found.Octets.Length)] };
    }

    private S3Answer List(string after)
    {
        var text = new StringBuilder("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated>");
        foreach (var (name, found) in objects.Where(entry => string.CompareOrdinal(entry.Key, after) > 0).OrderBy(entry => entry.Key, StringComparer.Ordinal).Take(1_000))
            text.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{name}</Key><LastModified>{found.Modified:yyyy-MM-ddTHH:mm:ss.fffZ}</LastModified><Size>{found.Octets.Length}</Size></Contents>");
        return new S3Answer(200) { Octets = Encoding.UTF8.GetBytes(text.Append("</ListBucketResult>").ToString()) };
    }

    private S3Answer Begin()
    {
        string upload = Guid.NewGuid().ToString("n");
        uploads[upload] = new();
        return new S3Answer(200) { Octets = Encoding.UTF8.GetBytes($"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>") };
    }

    private S3Answer PutPart(string upload, int number, byte[] body)
    {
        if (!uploads.TryGetValue(upload, out var parts))
            return S3Answer.Error(404, "NoSuchUpload");
        parts[number] = body;
        return new S3Answer(200) { Tag = Hex(body) };
    }

    private S3Answer End(string name, string upload)
    {
        if (!uploads.TryRemove(upload, out var parts))
            return S3Answer.Error(404, "NoSuchUpload");
        objects[name] = ([.. parts.OrderBy(part => part.Key).SelectMany(part => part.Value)], clock.GetUtcNow());
        return new S3Answer(200) { Octets = "<CompleteMultipartUploadResult><ETag>\"x-2\"</ETag></CompleteMultipartUploadResult>"u8.ToArray() };
    }

    private static string Hex(byte[] octets) => Convert.ToHexStringLower(Md5(octets));

#pragma warning disable CA5351 // It is what S3 checks uploads by.
    private static byte[] Md5(byte[] octets) => MD5.HashData(octets);
#pragma warning restore CA5351

    private sealed record S3Answer(int Status)
    {
        public string? Tag { get; init; }

        public byte[] Octets { get; init; } = [];

        public static S3Answer Error(int status, string code) => new(status) { Octets = Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code></Error>") };
    }
}
