//! Help texts in Vietnamese: one row a verb, one row an argument.

use clap::{Arg, Command};

/// A text, by the id of what it explains.
type Texts = &'static [(&'static str, &'static str)];

/// What every verb can be told.
const EVERYWHERE: Texts = &[
    ("json", "In JSON thay vì văn bản"),
    ("lang", "Ngôn ngữ của văn bản; mặc định theo locale"),
    ("help", "In hướng dẫn"),
    ("version", "In phiên bản"),
    ("dir", "Thư mục của sổ"),
    (
        "passphrase_file",
        "Đọc cụm mật khẩu từ dòng đầu của tệp (nếu không: biến BMNN_PASSPHRASE, nếu không: hỏi)",
    ),
    (
        "key",
        "Khoá ký: `actor-MÃ` hoặc `root-1` (mặc định: khoá duy nhất của một người trong chùm; hành vi `key.*`, `ledger.close`: đủ số khoá gốc mà sổ đòi)",
    ),
    (
        "root",
        "Khoá gốc ký [mặc định: khoá gốc còn hiệu lực đầu tiên trong chùm]",
    ),
    (
        "further",
        "Khoá gốc cùng ký; dùng được nhiều lần. Không nêu: lấy trong chùm cho đủ số mà sổ đòi",
    ),
    ("on", "Ngày ghi [mặc định: hôm nay]"),
    (
        "confirm_clock",
        "Xác nhận đồng hồ đúng, dù đi trước mục cuối cùng rất xa",
    ),
    (
        "known_at",
        "Theo những gì đã ghi đến mục này, thay vì đến nay",
    ),
];

/// Each verb, what it does, and its own arguments.
const VERBS: &[(&str, &str, Texts)] = &[
    (
        "walkthrough",
        "Xem một văn thư làm việc: từ mở sổ đến kiểm tra",
        &[
            ("dir", "Thư mục được tạo và để lại cho người xem"),
            (
                "fixed",
                "Dùng khoá, đồng hồ và muối cố định: sổ cái giống nhau trên mọi máy",
            ),
        ],
    ),
    (
        "init",
        "Tạo sổ: chùm khoá, sổ cái và bộ quy tắc",
        &[
            ("dir", "Thư mục được tạo"),
            ("agency", "Tên cơ quan, tổ chức; ghi rõ trong mục đầu tiên"),
            ("clerk", "Mã của văn thư ghi sổ: chữ và số không mang nghĩa"),
            (
                "clerk_name",
                "Tên của văn thư, được niêm phong [mặc định: mã]",
            ),
            (
                "head",
                "Tên người đứng đầu, được niêm phong; đăng ký kèm chức vụ",
            ),
            (
                "head_post",
                "Chức vụ của người đứng đầu, theo bộ quy tắc (`bmnn pack show vn-2025`)",
            ),
            ("head_id", "Mã của người đứng đầu"),
            ("head_position", "Mã vị trí của người đứng đầu"),
            ("decision", "Số, ký hiệu quyết định áp dụng bộ quy tắc"),
            ("on", "Ngày mở sổ [mặc định: hôm nay]"),
            (
                "roots",
                "Số khoá gốc, nhiều nhất 64; ngoài số chữ ký cần thì chỉ nằm trên tờ lưu",
            ),
            (
                "threshold",
                "Số khoá gốc phải cùng ký việc của khoá gốc: đăng ký, thu hồi khoá, khóa sổ",
            ),
            (
                "after",
                "Sổ trước đã khóa (thư mục hoặc tệp) mà sổ này kế tiếp",
            ),
        ],
    ),
    (
        "keygen",
        "Thêm một khoá vào chùm khoá của sổ",
        &[
            (
                "dir",
                "Thư mục của sổ; chùm khoá là `DIR/keys`, được tạo nếu chưa có",
            ),
            (
                "name",
                "Tên khoá: `actor-MÃ`, `root-2`, `ledger` hoặc `witness`",
            ),
        ],
    ),
    (
        "perform",
        "Ghi một hành vi, hoặc nhiều hành vi cùng được cùng bỏ",
        &[
            (
                "acts",
                "Tệp chứa một hành vi hoặc một mảng hành vi; `-` hoặc bỏ trống: đọc từ bàn phím/ống",
            ),
            (
                "dry_run",
                "Chỉ cho biết pháp luật nói gì về từng hành vi vào lúc này, không ghi",
            ),
            ("cosign", "Khoá cùng ký; dùng được nhiều lần"),
        ],
    ),
    (
        "import",
        "Nhập nhiều hành vi, hoặc một sổ cũ dạng CSV",
        &[
            (
                "acts",
                "Các hành vi theo thứ tự, mỗi dòng một đối tượng JSON; `-`: đọc từ ống",
            ),
            (
                "csv",
                "Sổ cũ theo mẫu `templates/so-cu.csv`, thay cho các hành vi",
            ),
            ("batch", "Số hành vi trong một lần ghi"),
            (
                "key",
                "Khoá ký (mặc định: khoá duy nhất của một người trong chùm)",
            ),
            ("origin", "Với --csv: sổ đi, sổ đến, hay không rõ"),
            ("title", "Với --csv: tên sổ, là nguồn của các dòng"),
            (
                "prefix",
                "Với --csv: phần đầu của mã tài liệu (`cu` cho `cu.2014.18`)",
            ),
            ("on", "Với --csv: ngày chuyển sổ [mặc định: hôm nay]"),
            (
                "dated_is_determined",
                "Với --csv: lấy ngày trên văn bản làm ngày xác định độ mật, khi sổ không có cột riêng",
            ),
            ("dry_run", "Với --csv: chỉ liệt kê, không ghi"),
        ],
    ),
    (
        "status",
        "Cho biết tài liệu là gì vào một ngày, kèm lý do và điều luật",
        &[
            ("document", "Mã tài liệu"),
            (
                "on",
                "Ngày cần biết, đã qua hay sắp tới [mặc định: hôm nay]",
            ),
        ],
    ),
    (
        "history",
        "Kể những gì đã xảy ra với tài liệu, bản, người, nơi hoặc sổ",
        &[(
            "about",
            "Mã của tài liệu, bản, người, nơi, chức vụ, sổ hoặc vụ việc",
        )],
    ),
    (
        "show",
        "Xem một mục, hành vi, tài liệu, bản, các sổ, việc phải làm hoặc điểm kiểm tra",
        &[
            (
                "what",
                "Số mục, mã hành vi, mã tài liệu, bản (`MÃ#3`), mã sổ, hoặc `books`, `duties`, `checkpoint`",
            ),
            ("on", "Ngày tính hạn của việc phải làm [mặc định: hôm nay]"),
            (
                "short",
                "Với `checkpoint`: thành các nhóm ngắn để chép tay; `bmnn verify --checkpoint` đọc lại được",
            ),
            ("qr", "Với `checkpoint`: in thành mã QR để dán vào sổ giấy"),
            (
                "qr_svg",
                "Với `checkpoint`: mã QR ấy thành hình trong một tệp",
            ),
        ],
    ),
    (
        "slip",
        "Lập phiếu chuyển đi cùng một bản đến cơ quan khác, hoặc phiếu trả lời",
        &[
            (
                "what",
                "Mục được gửi đi, theo số mục hoặc mã hành vi: thường là việc giao, chuyển, hoặc việc nhận trả lời",
            ),
            (
                "since",
                "Số mục của sổ cái này mà nơi nhận đã ghi nhận lần cuối",
            ),
            ("out", "Tệp được ghi [mặc định: `phieu-MỤC.slip`]"),
        ],
    ),
    (
        "note",
        "Đọc phiếu chuyển của cơ quan khác và ghi sổ những gì theo đó",
        &[
            ("slip", "Phiếu nhận được"),
            (
                "from",
                "Nơi gửi [mặc định: cơ quan được ghi danh với sổ cái ấy]",
            ),
            (
                "read",
                "Chỉ đọc và cho biết phiếu chứng minh gì: không cần khoá, không ghi sổ",
            ),
            (
                "checkpoint_only",
                "Chỉ ghi nhận điểm kiểm tra của sổ cái kia, không ghi gì khác",
            ),
            (
                "with",
                "Tệp JSON có các trường mà phiếu không nói rõ: đọc trên chính tài liệu",
            ),
            (
                "witness_key",
                "Khoá kiểm tra của bên chứng kiến có chữ ký cần kiểm; có thể lặp lại",
            ),
        ],
    ),
    (
        "witness",
        "Ký chứng điểm kiểm tra của sổ cái khác, nếu nó chỉ thêm vào điểm đã ký chứng",
        &[
            (
                "dir",
                "Thư mục của bên chứng kiến: khoá `witness` ở `DIR/keys`, những gì đã ký chứng ở `DIR/witness`",
            ),
            (
                "file",
                "Điểm kiểm tra, hoặc bằng chứng nhất quán dẫn đến đó từ điểm đã ký chứng lần cuối",
            ),
            (
                "ledger_vkey",
                "Khoá kiểm tra của sổ cái, biết bằng đường khác",
            ),
            (
                "witness_name",
                "Tên bên chứng kiến, ví dụ `so-y-te.example`",
            ),
            ("cosigned_out", "Tệp chứa điểm kiểm tra kèm chữ ký chứng"),
        ],
    ),
    (
        "fork",
        "Chỉ ra rằng một sổ cái khác có hai lịch sử",
        &[
            (
                "dir",
                "Thư mục của sổ đã ghi nhận các điểm kiểm tra của sổ cái kia",
            ),
            (
                "other",
                "Sổ cái kia như hiện nay: thư mục, hoặc bằng chứng nhất quán từ số mục đã ghi nhận",
            ),
            ("evidence_out", "Tệp chứa bằng chứng [mặc định: in ra]"),
        ],
    ),
    (
        "verify",
        "Kiểm tra sổ, hoặc riêng tệp sổ cái",
        &[
            ("what", "Thư mục của sổ, hoặc tệp sổ cái"),
            (
                "expect",
                "Mã sổ cái mong đợi, 64 chữ số hex; không có thì không biết sổ này của ai",
            ),
            (
                "root",
                "Các khóa gốc đã mở sổ cái, mỗi khóa 64 chữ số hex, đủ tất cả",
            ),
            ("checkpoint", "Các điểm kiểm tra giữ ở nơi khác"),
            ("receipt", "Các biên nhận giữ ở nơi khác"),
            (
                "export",
                "Tệp sổ cái lấy từ một bản trích xuất, có thể có mục được giữ lại",
            ),
            (
                "paranoid",
                "Kiểm từng chữ ký một, đồng thời kiểm theo lô, và nêu chỗ hai cách không khớp",
            ),
            ("threads", "Dùng nhiều nhất bao nhiêu luồng"),
            (
                "since",
                "Bắt đầu từ chỗ lần kiểm tra trước kết thúc, theo điểm đánh dấu",
            ),
            (
                "save",
                "Lưu điểm đánh dấu chỗ lần kiểm tra này kết thúc, nếu sổ cái đứng vững",
            ),
            (
                "after",
                "Sổ trước đã khóa (thư mục hoặc tệp) mà sổ này kế tiếp",
            ),
            (
                "all",
                "Liệt kê mọi phát hiện, thay vì đếm các ghi chú theo loại",
            ),
        ],
    ),
    (
        "export",
        "Tạo một tệp cho người kiểm tra: sổ cái, giá trị niêm phong được chọn, bộ quy tắc",
        &[
            ("file", "Tệp được tạo; tệp đã có không bị ghi đè"),
            (
                "withhold",
                "Giữ lại một mục, theo số, hoặc mọi việc về một tài liệu; mã băm vẫn còn",
            ),
            (
                "values",
                "Kèm giá trị niêm phong của một mục, hoặc của mọi việc về một tài liệu",
            ),
            (
                "all_values",
                "Kèm giá trị niêm phong của mọi mục không giữ lại",
            ),
        ],
    ),
    (
        "prove",
        "Chứng minh cho người ngoài rằng một mục có trong sổ cái, hoặc sổ cái chỉ dài thêm",
        &[
            ("what", "Mục cần chứng minh: số mục, hoặc mã hành vi"),
            (
                "since",
                "Chứng minh sổ cái chỉ dài thêm kể từ khi có ngần này mục",
            ),
            (
                "at",
                "Theo điểm kiểm tra ở đúng ngần này mục [mặc định: điểm cuối]",
            ),
            (
                "cose",
                "Dưới dạng biên nhận COSE (RFC 9942), ký mới bằng khoá sổ cái",
            ),
            ("out", "Ghi bằng chứng ra tệp mới thay vì in ra"),
            (
                "entry",
                "Ghi nguyên văn mục, thứ người kiểm tra cần, ra tệp mới",
            ),
        ],
    ),
    (
        "conform",
        "Đối chiếu theo kịch bản những gì phần mềm của nhà cung cấp đã ghi",
        &[
            (
                "scenario",
                "Tên kịch bản hoặc tệp; không nêu thì liệt kê các kịch bản",
            ),
            ("dir", "Thư mục phần mềm để lại; không nêu thì in kịch bản"),
        ],
    ),
    (
        "check",
        "Kiểm tra một bằng chứng nhận từ nơi khác, không cần sổ",
        &[
            (
                "file",
                "Bằng chứng: tlog-proof, bằng chứng nhất quán, biên nhận COSE, phiếu chuyển hoặc bằng chứng rẽ nhánh",
            ),
            (
                "entry",
                "Mục được chứng minh, như `bmnn prove --entry` ghi ra",
            ),
            (
                "since",
                "Điểm kiểm tra đã giữ từ trước, hoặc bằng chứng có điểm kiểm tra ấy",
            ),
            (
                "ledger_key",
                "Khoá của sổ cái, biết bằng đường khác: khoá kiểm tra hoặc 64 chữ số hex; nêu nhiều khoá thì khoá nào ký cũng được",
            ),
            ("ledger", "Mã sổ cái mong đợi, 64 chữ số hex"),
        ],
    ),
    (
        "key",
        "Liệt kê, đăng ký, thu hồi, thay và lấy lại khoá; đổi cụm mật khẩu",
        &[],
    ),
    (
        "close",
        "Khóa sổ cái: sau đó không ghi thêm được gì",
        &[
            (
                "reason",
                "Lý do: full (đầy), merged (sáp nhập), archived (nộp lưu trữ), migrated (chuyển sang sổ khác)",
            ),
            ("person", "Người quyết định"),
            ("position", "Chức vụ của người quyết định"),
            ("decision", "Số, ký hiệu quyết định, nếu có trên giấy"),
            ("successor_party", "Nơi tiếp nhận bí mật nhà nước"),
            ("archive", "Lưu trữ nhận sổ"),
            ("successor_key", "Khoá gốc của sổ kế tiếp: 64 chữ số hex"),
        ],
    ),
    (
        "backup",
        "Sao lưu sổ, cả khi có người đang ghi, và kiểm tra bản sao",
        &[
            ("place", "Thư mục mới cho bản sao; chưa được có"),
            (
                "with_keys",
                "Sao cả chùm khoá: ai giữ bản sao và biết cụm mật khẩu thì ký được thay cơ quan",
            ),
        ],
    ),
    (
        "restore",
        "Khôi phục sổ từ bản sao lưu",
        &[
            ("backup", "Thư mục của bản sao lưu"),
            ("dir", "Thư mục được tạo; chưa có, hoặc trống"),
            (
                "checkpoint",
                "Tệp điểm kiểm tra giữ ở nơi khác, để biết mất những gì; dùng được nhiều lần",
            ),
        ],
    ),
    ("pack", "Liệt kê, xem, kiểm tra và áp dụng bộ quy tắc", &[]),
    (
        "completions",
        "In phần tự hoàn thành lệnh cho một shell",
        &[("shell", "Shell")],
    ),
];

/// What can be done with keys.
const KEY_VERBS: &[(&str, &str, Texts)] = &[
    (
        "list",
        "Liệt kê các khoá của sổ: để làm gì, từ mục nào đến mục nào, có trong chùm không",
        &[],
    ),
    (
        "enrol",
        "Đăng ký một khoá, bằng chữ ký của khoá gốc",
        &[
            (
                "name",
                "`actor-MÃ`, `root-3` hoặc `witness-TÊN`; chưa có trong chùm thì được tạo",
            ),
            ("public", "Khoá công khai giữ ở nơi khác: 64 chữ số hex"),
        ],
    ),
    (
        "revoke",
        "Thu hồi một khoá",
        &[
            ("which", "kid của khoá (16 chữ số hex), hoặc tên trong chùm"),
            (
                "reason",
                "Lý do: left (thôi việc), lost (mất), compromised (lộ), rotated (thay khoá)",
            ),
            (
                "since",
                "Khi lộ khoá: từ mục này, những gì khoá đã ký là đáng ngờ",
            ),
        ],
    ),
    (
        "rotate",
        "Thay khoá sổ cái bằng khoá mới",
        &[(
            "since",
            "Khi lộ khoá cũ: từ mục này, những gì khoá đã ký là đáng ngờ",
        )],
    ),
    (
        "restore",
        "Lấy lại khoá gốc từ tờ lưu khoá",
        &[
            ("name", "Tên khoá: `root-2`"),
            ("sheet", "Tệp gõ lại hoặc quét từ tờ lưu khoá"),
            (
                "sheet_passphrase_file",
                "Đọc cụm mật khẩu của tờ lưu từ dòng đầu của tệp (nếu không: là cụm mật khẩu của chùm khoá)",
            ),
        ],
    ),
    (
        "passphrase",
        "Đổi cụm mật khẩu của chùm khoá và kho niêm phong cùng lúc",
        &[
            ("dir", "Thư mục của sổ, hoặc của bên chứng kiến"),
            (
                "new_passphrase_file",
                "Đọc cụm mật khẩu mới từ dòng đầu của tệp (nếu không: hỏi hai lần)",
            ),
        ],
    ),
];

/// What can be done with packs.
const PACK_VERBS: &[(&str, &str, Texts)] = &[
    (
        "list",
        "Liệt kê các bộ quy tắc có sẵn, hoặc đã áp dụng trong một sổ",
        &[("dir", "Thư mục của sổ")],
    ),
    (
        "show",
        "Xem một bộ quy tắc: từng quy định, điều luật và độ tin cậy",
        &[
            ("pack", "Mã bộ quy tắc có sẵn, hoặc tệp"),
            ("provision", "Chỉ một quy định"),
        ],
    ),
    (
        "check",
        "Kiểm tra tệp bộ quy tắc và cho mã băm",
        &[("file", "Tệp")],
    ),
    (
        "adopt",
        "Áp dụng bộ quy tắc trong sổ, theo quyết định của người đứng đầu",
        &[
            ("pack", "Mã bộ quy tắc có sẵn, hoặc tệp"),
            ("person", "Người quyết định"),
            ("position", "Chức vụ của người quyết định"),
            ("decision", "Số, ký hiệu quyết định, nếu có trên giấy"),
            ("on", "Ngày quyết định [mặc định: hôm nay]"),
            (
                "key",
                "Khoá ký (mặc định: khoá duy nhất của một người trong chùm)",
            ),
        ],
    ),
];

const TEMPLATE: &str = "{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}";

/// The command with its help in Vietnamese.
pub(super) fn translate(command: Command) -> Command {
    let command = command
        .about("Văn thư bí mật nhà nước: bản đánh số, giao nhận, thời hạn, và sổ cái người ngoài kiểm tra được")
        .subcommand_help_heading("Lệnh")
        .disable_help_subcommand(true);
    let command = command.disable_version_flag(true).arg(version_flag());
    let mut command = dress(command, &[]);
    for (verb, about, texts) in VERBS {
        command = command.mut_subcommand(verb, |command| {
            dress(command.about(*about).long_about(None), texts)
        });
    }
    for (verb, verbs) in [("pack", PACK_VERBS), ("key", KEY_VERBS)] {
        command = command.mut_subcommand(verb, |mut command| {
            command = command
                .subcommand_help_heading("Lệnh")
                .disable_help_subcommand(true);
            for (verb, about, texts) in verbs {
                command =
                    command.mut_subcommand(verb, |command| dress(command.about(*about), texts));
            }
            command
        });
    }
    command
}

/// Puts the Vietnamese texts on a command's own arguments.
fn dress(command: Command, texts: Texts) -> Command {
    let command = command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .arg(help_flag());
    let mut order = 0;
    command.mut_args(|arg| {
        order += 1;
        let heading = if arg.is_positional() {
            "Đối số"
        } else {
            "Tuỳ chọn"
        };
        let text = text(arg.get_id().as_str(), texts);
        // Under a heading of their own, positions are else sorted by name.
        let arg = arg.help_heading(heading).display_order(order);
        match text {
            Some(text) => arg.help(text).long_help(None),
            None => arg,
        }
    })
}

fn version_flag() -> Arg {
    Arg::new("version")
        .short('V')
        .long("version")
        .action(clap::ArgAction::Version)
}

fn help_flag() -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .action(clap::ArgAction::Help)
}

/// The verb's own text first, then the one that holds everywhere.
fn text(id: &str, texts: Texts) -> Option<&'static str> {
    let all = texts.iter().chain(EVERYWHERE);
    all.into_iter()
        .find(|(of, _)| *of == id)
        .map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Cli;
    use clap::CommandFactory;

    #[test]
    fn every_verb_and_argument_has_its_text() {
        let command = Cli::command();
        let verbs = command.get_subcommands().map(|verb| (verb, VERBS));
        let packs = command.find_subcommand("pack").unwrap();
        let verbs = verbs.chain(packs.get_subcommands().map(|verb| (verb, PACK_VERBS)));
        let keys = command.find_subcommand("key").unwrap();
        let verbs = verbs.chain(keys.get_subcommands().map(|verb| (verb, KEY_VERBS)));
        for (verb, table) in verbs {
            let name = verb.get_name();
            let row = table.iter().find(|(of, ..)| *of == name);
            let (_, _, texts) = row.unwrap_or_else(|| panic!("`{name}` has no text"));
            for arg in verb.get_arguments() {
                let id = arg.get_id().as_str();
                assert!(text(id, texts).is_some(), "`{id}` of `{name}` has no text");
            }
        }
    }
}
