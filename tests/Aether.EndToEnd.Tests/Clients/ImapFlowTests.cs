using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>imapflow, the IMAP client of Node: it compresses, idles, follows mod-sequences, and fetches while it stores.</summary>
public sealed class ImapFlowTests : IAsyncLifetime
{
    private readonly TemporaryFolder home = new();
    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task Imapflow_reads_writes_and_hears_of_news()
    {
        const string Script = """
            const { ImapFlow } = require('imapflow');
            const assert = require('assert');
            const open = async () => {
                const client = new ImapFlow({ host: '127.0.0.1', port: Number(process.argv[2]), secure: true, tls: { rejectUnauthorized: false }, auth: { user: 'bob@example.test', pass: 'secret' }, logger: false, qresync: true });
                await client.connect();
                return client;
            };
            const until = async (what, condition) => {
                for (let i = 0; i < 600 && !condition(); i++)
                    await new Promise(done => setTimeout(done, 50));
                assert.ok(condition(), what);
            };
            (async () => {
                const client = await open();
                for (let i = 0; i < 50; i++)
                    assert.ok((await client.append('INBOX', `From: Ann <ann@example.test>\r\nSubject: =?utf-8?q?n=C3=BCmber_${i}?=\r\n\r\nbody ${i}\r\n`, i % 2 ? ['\\Seen'] : [])).uid);
                assert.strictEqual((await client.mailboxCreate('Zwölf/Fächer')).path, 'Zwölf/Fächer');
                assert.ok((await client.list()).some(box => box.path === 'Sent' && box.specialUse === '\\Sent'));
                assert.strictEqual((await client.status('INBOX', { messages: true, unseen: true, highestModseq: true })).unseen, 25);

                const lock = await client.getMailboxLock('INBOX');
                try {
                    assert.strictEqual(client.mailbox.exists, 50);
                    assert.ok(client.mailbox.highestModseq > 0n && !client.mailbox.noModseq);
                    const subjects = [];
                    for await (const message of client.fetch('1:*', { envelope: true, bodyStructure: true, flags: true, internalDate: true, size: true, threadId: true }))
                        subjects.push(message.envelope.subject);
                    assert.strictEqual(subjects[7], 'nümber 7');
                    assert.deepStrictEqual(await client.search({ subject: 'NÜMBER 1', seen: true }, { uid: true }), [2, 12, 14, 16, 18, 20]);
                    const one = await client.fetchOne('3', { source: true, bodyParts: ['text'] });
                    assert.strictEqual(one.bodyParts.get('text').toString(), 'body 2\r\n');
                    const { content } = await client.download('3');
                    let octets = 0;
                    for await (const chunk of content)
                        octets += chunk.length;
                    assert.strictEqual(octets, one.source.length);

                    assert.ok(await client.messageFlagsAdd('1:5', ['\\Flagged', '$Work']));
                    assert.strictEqual((await client.messageCopy('1:3', 'Zwölf/Fächer')).uidMap.size, 3);
                    assert.strictEqual((await client.messageMove('4:5', 'Zwölf/Fächer')).uidMap.size, 2);
                    assert.ok(await client.messageDelete('1'));
                    await until('expunges are told', () => client.mailbox.exists === 47);

                    // Another client changes things while this one idles.
                    const news = [];
                    for (const event of ['exists', 'expunge', 'flags'])
                        client.on(event, () => news.push(event));
                    const idling = client.idle();
                    const other = await open();
                    await other.append('INBOX', 'Subject: late\r\n\r\nx\r\n');
                    const otherLock = await other.getMailboxLock('INBOX');
                    await other.messageFlagsAdd('2', ['\\Answered']);
                    await other.messageDelete('1');
                    otherLock.release();
                    await other.logout();
                    await until('all news are told: ' + news, () => ['exists', 'expunge', 'flags'].every(event => news.includes(event)));
                    await client.noop();
                    await idling;
                    assert.strictEqual(client.mailbox.exists, 47);
                } finally {
                    lock.release();
                }

                assert.strictEqual((await client.getQuota('INBOX')).path, 'INBOX');
                assert.ok((await client.mailboxRename('Zwölf', 'Dreizehn')).newPath);
                assert.ok(await client.mailboxDelete('Dreizehn/Fächer'));
                await client.logout();
                console.log('done');
            })().catch(error => { console.error(error); process.exit(1); });
            """;
        string script = home.File("client.js");
        await File.WriteAllTextAsync(script, Script);

        string said = await CommandLine.SucceedAsync("node", [script, server.Imaps.ToString(System.Globalization.CultureInfo.InvariantCulture)], environment: new Dictionary<string, string> { ["NODE_PATH"] = NodePackages.Folder });

        Assert.EndsWith("done", said.TrimEnd(), StringComparison.Ordinal);
    }
}
