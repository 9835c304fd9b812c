//! A root key on paper, for the head's safe.

use super::file::KeyFile;
use super::{KeyError, KeyName, Passphrase};
use bmnn::date::Date;
use ed25519_dalek::SigningKey;
use std::fmt;
use std::path::PathBuf;

/// A sheet of plain text that holds a root key, encrypted, with its kid and what
/// to do with it, in Vietnamese. Printed, it goes into the head's safe.
///
/// What is on it can be typed or scanned in again: [`Keyring::restore`] reads
/// the whole sheet and says which line was mistyped, and `openssl` reads it
/// as it stands. The passphrase is not on it; it may be another than the ring's.
///
/// [`Keyring::restore`]: super::Keyring::restore
pub struct Sheet {
    agency: String,
    name: KeyName,
    made_on: Date,
    file: KeyFile,
}

impl Sheet {
    /// Encrypts the root key `root-NUMBER` for the sheet of `agency`.
    ///
    /// # Errors
    ///
    /// [`KeyError::NoRandomness`] if the system gives no random bytes.
    pub fn new(
        agency: &str,
        number: u8,
        root: &SigningKey,
        made_on: Date,
        passphrase: &Passphrase,
    ) -> Result<Self, KeyError> {
        let name = KeyName::Root(number);
        let file = KeyFile::seal(&name, root, passphrase)
            .map_err(|fault| fault.at(&name, PathBuf::from(name.file())))?;
        Ok(Self {
            // One line, or it could pass for a heading of the key.
            agency: agency.split_whitespace().collect::<Vec<_>>().join(" "),
            name,
            made_on,
            file,
        })
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            agency,
            name,
            made_on,
            file,
        } = self;
        // As people here write it: 01/03/2026.
        let made_on: Vec<String> = made_on.to_string().rsplit('-').map(Into::into).collect();
        let made_on = made_on.join("/");
        let rule = "=".repeat(72);
        let file_name = name.file();
        let checks = file.line_checks();
        // `lines:` must stand above BEGIN, where headings are looked for.
        let key =
            file.to_string()
                .replacen("-----BEGIN", &format!("lines: {checks}\n-----BEGIN"), 1);
        write!(
            f,
            "\
{rule}
TỜ LƯU KHOÁ GỐC CỦA SỔ CÁI ĐIỆN TỬ — CẤT TRONG KÉT CỦA NGƯỜI ĐỨNG ĐẦU
{rule}

Cơ quan, tổ chức : {agency}
Tên khoá         : {name}
Ngày lập         : {made_on}

KHOÁ NÀY DÙNG ĐỂ LÀM GÌ
  Khoá gốc dùng để đăng ký khoá mới và thu hồi khoá cũ của sổ: khi văn thư
  thay người, khi mất khoá hoặc nghi lộ khoá. Việc hằng ngày không cần đến nó.
  Không còn đủ số khoá gốc mà sổ đòi thì không đăng ký được khoá mới nào cho
  sổ này nữa.

CÁCH GIỮ
  1. In một bản duy nhất, cho vào phong bì, niêm phong, ký tên lên mép dán và
     cất trong két của người đứng đầu. Xoá tệp đã dùng để in.
  2. Khoá dưới đây đã được mã hoá; phải có cụm mật khẩu mới dùng được. Ghi cụm
     mật khẩu vào phong bì khác, cất ở nơi khác.
  3. Không sao, chụp, quét hoặc gửi tờ này qua mạng.
  4. Mỗi lần mở phong bì: ghi ngày, người mở, lý do vào bảng cuối tờ.

CÁCH DÙNG LẠI
  Gõ lại phần dưới, từ dòng `bmnn key 1` đến hết dòng END, vào tệp
  `{file_name}` trong thư mục khoá (`keys`). Mỗi mã ở dòng `lines:` là mã kiểm
  tra của một dòng khoá; gõ sai dòng nào, chương trình báo dòng đó. Thử bằng:
      openssl pkey -in {file_name} -noout -text

{key}
Ngày mở          Người mở                     Lý do
...............  ...........................  ..........................
...............  ...........................  ..........................
...............  ...........................  ..........................

Người lập (ký, ghi rõ họ tên)          Người đứng đầu (ký, ghi rõ họ tên)
"
        )
    }
}
